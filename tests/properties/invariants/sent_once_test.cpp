#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

const Payload release_7 = Payload::of(ReleaseReservation{order(7)});

Observation accepted_from(std::uint64_t command, ProcessId from, std::uint64_t conversation = 70) {
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
  story.say(accepted_from(1, order_relay)).say(accepted_from(2, order_relay)).ended_quiet();
  EXPECT_EQ(story.reason(),
            "order-process-relay sent ReleaseReservation{order=7} to fridge-3 twice, as the commands 1 and 2");
}

TEST(SentOnce, passes_the_same_words_of_clients_and_in_other_conversations) {
  // Wrong: two customers with one wish would be taken for a mistake.
  Story story("sent_once");
  story.say(accepted_from(1, customer_1)).say(accepted_from(2, customer_1));
  story.say(accepted_from(3, order_relay, 71)).say(accepted_from(4, order_relay, 72));
  story.say(accepted_from(4, order_relay, 72));  // the same command, after a crash
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

/// A service outside does what it was asked for order 7.
Observation did(ObservationKind kind, const Payload& request, ProcessId service = payment,
                EffectKind what = EffectKind::request) {
  return {.kind = kind,
          .process = service,
          .peer = order_relay,
          .stream = order_stream(7),
          .a = static_cast<std::int64_t>(what),
          .payload = request.get()};
}
const Payload refund_8 = Payload::of(ReleaseReservation{order(8)});

TEST(SentOnce, fails_where_a_service_does_one_request_twice) {
  // Wrong: a customer would be charged twice by whoever asks again when no answer came.
  Story story("sent_once");
  story.say(did(effect_performed, release_7)).say(did(effect_performed, release_7)).ended_quiet();
  EXPECT_EQ(story.reason(), "payment did ReleaseReservation{order=7} for order-7 twice");
}

TEST(SentOnce, passes_services_that_do_other_things_or_refuse_again) {
  // Wrong: two requests for one customer, or what never happened, would be taken for a mistake.
  Story story("sent_once");
  story.say(did(effect_performed, release_7)).say(did(effect_performed, refund_8));
  story.say(did(effect_performed, release_7, event_log)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  Story refused("sent_once");
  refused.say(did(effect_refused, release_7)).say(did(effect_refused, release_7)).ended_quiet();
  EXPECT_EQ(refused.verdict(), Verdict::unknown) << "it did nothing";
  Story charged("sent_once");
  for (int i = 0; i < 2; ++i) charged.say(did(effect_performed, {}, payment, EffectKind::charge));
  charged.ended_quiet();
  EXPECT_EQ(charged.verdict(), Verdict::unknown) << "charged_once judges it";
}

/// What becomes of a bank outside that is asked again after 60 ms.
PropertyResult of_bank(const std::string& bank, const std::string& faults = "[]") {
  return of_real_run(R"yaml(
crisper: 1
name: till
domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {held: number}
      commands: {hold(booking): otherwise -> Held}
      events: {Held(booking): held += 1}
    payment:
      key: booking
      state: {taken: number}
      commands:
        record(booking, amount number):
          - taken > 0 -> nothing
          - otherwise -> Paid
      events:
        Paid(booking, amount number): taken = amount
  services:
    bank:
      latency: 50ms
)yaml" + bank + R"yaml(
      requests:
        charge(booking, amount number): {accepted: "payment.record(booking, amount)"}
  processes:
    purchase:
      for: booking
      begins: {Held: "charge(booking, 45) -> paying"}
      stages: {paying: {Paid: nothing -> paid}}
      ends: [paid]
workload:
  for: 4s
  actors:
    buyers: {does: show.hold(booking), rate: 20/s, with: {show: 1..3, booking: new}}
properties: [sent_once]
faults: )yaml" + faults + "\n",
                     "sent_once");
}

TEST(SentOnce, fails_where_a_service_that_forgets_is_asked_again_in_a_real_run) {
  // Wrong: the state in the business is right, since it takes the second answer for the first, and the money is gone.
  const PropertyResult found = of_bank("      patience: 60ms\n      idempotent: off");
  EXPECT_EQ(found.verdict, Verdict::fail);
  EXPECT_TRUE(found.reason.starts_with("bank-processor did charge{booking=")) << found.reason;
  const PropertyResult doubled = of_bank("      patience: 60s\n      idempotent: off",
                                         "[{duplicate: 30%, on: {from: bank-tracker, to: bank-processor}}]");
  EXPECT_EQ(doubled.verdict, Verdict::fail) << "a network repeats a request, too";
}

TEST(SentOnce, passes_services_that_know_a_request_again_or_are_not_asked_again_in_a_real_run) {
  // Wrong: a service would be blamed for being asked again, which is right where no answer came.
  for (const auto& [bank, faults] : std::vector<std::pair<std::string, std::string>>{
           {"      patience: 60ms", "[]"},
           {"      patience: 60ms", "[{duplicate: 30%}, {crash: bank-processor, at: 2s, restart_after: 500ms}]"},
           {"      patience: 60ms", "[{crash: bank-tracker, at: 2s, restart_after: 500ms}]"},
           {"      patience: 60s\n      idempotent: off", "[]"}}) {
    const PropertyResult found = of_bank(bank, faults);
    EXPECT_EQ(found.verdict, Verdict::pass) << bank << faults << found.reason;
    EXPECT_GT(found.observed, 50u);
  }
}

/// A practice whose nurse has reminders written: commands for the post, which for two seconds never says what it did.
RunResult run_of_reminders(const std::string& post) {
  return real_run(R"yaml(
crisper: 1
name: reminders
domain:
  name: practice
  ids: [patient]
  entities:
    day:
      state: {visits: number}
      commands: {book(patient): otherwise -> VisitBooked}
      events: {VisitBooked(patient): visits += 1}
  services:
    post: {)yaml" + post + R"yaml(, patience: 200ms, requests: {remind(patient): {}}}
workload:
  for: 4s
  actors:
    patients: {does: day.book(patient), rate: 5/s, with: {day: 1..2, patient: 1..9}}
    nurse: {does: remind(patient), rate: 10/s, with: {patient: 1..9}}
properties: [all]
faults: [{timeout_after_effect: post-processor, at: 2s, for: 2s}]
)yaml");
}

TEST(SentOnce, judges_what_a_command_has_a_service_do) {
  // R43. Wrong: what a service is asked by a command may be done twice, and no law speaks of it; or a law takes a
  // command that changes no state for one that is lost.
  const RunResult forgets = run_of_reminders("idempotent: off");
  for (const PropertyResult& each : forgets.properties) {
    EXPECT_EQ(each.verdict == Verdict::fail, each.name == "sent_once") << each.name << ": " << each.reason;
  }
  const RunResult knows = run_of_reminders("idempotent: on");
  EXPECT_EQ(knows.verdict, Verdict::pass) << knows.reason;
  EXPECT_GT(property_of(knows, "sent_once").observed, 20u);
}

TEST(SentOnce, passes_a_service_that_is_asked_for_the_same_on_two_occasions) {
  // Wrong: whoever needs six bikes again would be blamed for getting them.
  const PropertyResult found = of_real_run(R"yaml(
crisper: 1
name: lorry
domain:
  name: bikes
  entities:
    station:
      state: {free: number, wanted: number}
      commands:
        ask(): otherwise -> Asked
        supply(bikes): otherwise -> Supplied
      events:
        Asked(): wanted += 1
        Supplied(bikes): free += bikes
  services:
    lorry: {requests: {"drive(station, bikes)": {accepted: station.supply(bikes)}}}
  receptors:
    depot: {Asked: "drive(station, 6)"}
workload:
  for: 4s
  actors:
    riders: {does: station.ask, rate: 20/s, with: {station: 1..2}}
properties: [sent_once]
)yaml",
                                           "sent_once");
  EXPECT_EQ(found.verdict, Verdict::pass) << found.reason;
  EXPECT_GT(found.observed, 50u);
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
