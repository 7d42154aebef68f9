#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

const Payload release_7 = Payload::of(ReleaseReservation{order(7)});

Observation accepted(std::uint64_t command, ProcessId from, std::uint64_t conversation = 70) {
  return {.kind = ObservationKind::command_accepted,
          .process = command_store,
          .peer = from,
          .message = MessageId{command},
          .correlation = CorrelationId{conversation},
          .stream = fridge(3),
          .payload = release_7.get()};
}

Observation of_order_7(ObservationKind kind, std::int64_t b = 0) {
  return {.kind = kind, .process = order_process, .stream = order_stream(7), .a = 2, .b = b};
}

TEST(SentOnce, fails_where_a_process_manager_asks_the_same_twice) {
  // Wrong: what deciders refuse the second time would be sent as often as one likes.
  Story story("sent_once");
  story.say(accepted(1, order_relay)).say(accepted(2, order_relay)).ended_quiet();
  EXPECT_EQ(story.reason(),
            "order-process-relay sent ReleaseReservation{order=7} to fridge-3 twice, as the commands 1 and 2");
}

TEST(SentOnce, passes_the_same_words_of_clients_and_in_other_conversations) {
  // Wrong: two customers with one wish would be taken for a mistake.
  Story story("sent_once");
  story.say(accepted(1, customer_1)).say(accepted(2, customer_1));
  story.say(accepted(3, order_relay, 71)).say(accepted(4, order_relay, 72));
  story.say(accepted(4, order_relay, 72));  // the same command, after a crash
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(SentOnce, fails_where_one_time_limit_runs_out_twice) {
  // Wrong: an order would be cancelled twice, and only its state would know.
  Story story("sent_once");
  for (const std::int64_t deadline : {1000, 1000}) {
    story.say(of_order_7(ObservationKind::saga_stepped)).say(of_order_7(ObservationKind::saga_stepped));
    story.say(of_order_7(ObservationKind::saga_timed_out, deadline));
  }
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "the time limit of order-7 ran out twice at order-process");
}

TEST(SentOnce, fails_where_a_time_limit_runs_out_again_and_nothing_has_set_it) {
  // Wrong: a clock that starts itself anew would pass, since its deadline is another.
  Story story("sent_once");
  for (const std::int64_t deadline : {1000, 2000}) {
    story.say(of_order_7(ObservationKind::saga_stepped));
    story.say(of_order_7(ObservationKind::saga_timed_out, deadline));
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(SentOnce, passes_a_time_limit_that_a_step_has_set_again) {
  // Wrong: an instance with a limit for each of its stages would be blamed for the second.
  Story story("sent_once");
  for (const std::int64_t deadline : {1000, 2000}) {
    story.say(of_order_7(ObservationKind::saga_stepped)).say(of_order_7(ObservationKind::saga_stepped));
    story.say(of_order_7(ObservationKind::saga_timed_out, deadline));
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(SentOnce, passes_real_orders_that_run_out_of_time_while_their_process_manager_crashes) {
  // Wrong: a time limit that is found again after a restart would count twice.
  const PropertyResult found = of_real_run(R"(
crisper: 1
name: late payments
workload: {orders: {count: 60, rate: 30/s, customers: 10, fridges: 3, meals: 1}, restock: {initial: 50}}
smart_fridge: {payment: {latency: 400ms}, order_time_limit: 300ms}
faults: [{crash: order-process, at: 1s, restart_after: 100ms}, {crash: order-process, at: 2s, restart_after: 400ms}]
properties: [sent_once]
)",
                                           "sent_once");
  EXPECT_EQ(found.verdict, Verdict::pass) << found.reason;
  EXPECT_GT(found.observed, 100u);
}

}  // namespace
}  // namespace crisper::properties
