#include "properties/metrics/busiest.hpp"

#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

class BusyRun {
 public:
  BusyRun& say(Duration at, Observation seen) {
    seen.at = sim_start + at;
    busiest_.observe(seen, {});
    return *this;
  }
  std::size_t on_the_way() const { return busiest_.on_the_way(); }
  std::string words(Duration end) {
    busiest_.finish(sim_start + end);
    return busiest_.words();
  }

 private:
  Names names_ = cast();
  Busiest busiest_{names_};
};

TEST(Busiest, is_who_works_and_not_who_waits_for_it) {
  // Wrong: handlers that wait for a slow store would be told as what is slow, and somebody would add handlers.
  BusyRun run;
  run.say(0s, {.kind = turn_begun, .process = handler_1});
  run.say(1s, {.kind = message_sent, .process = handler_1, .peer = event_store, .message = MessageId{5}});
  run.say(1s, {.kind = message_delivered, .process = event_store, .message = MessageId{5}, .b = 3});
  run.say(1s, {.kind = turn_begun, .process = event_store, .message = MessageId{5}, .b = to_ns(Duration(500ms))});
  run.say(9s, {.kind = turn_ended, .process = event_store, .message = MessageId{5}});
  run.say(9s, {.kind = message_delivered,
               .process = handler_1,
               .causation = CausationId{5},
               .b = reply_past_the_mailbox});
  run.say(10s, {.kind = turn_ended, .process = handler_1});
  run.say(10s, {.kind = command_answered, .process = customer_1});
  EXPECT_EQ(run.words(60s),
            "The busiest was event-store, at work for 80 % of 10s; up to 3 messages waited in its mailbox, the longest "
            "for 500ms");
}

TEST(Busiest, says_of_no_mailbox_that_somebody_waited_there_for_no_time) {
  // Wrong: "19 messages waited, the longest for 0s" says both that they waited and that they did not.
  BusyRun run;
  run.say(1s, {.kind = message_delivered, .process = event_store, .message = MessageId{5}, .b = 19});
  run.say(1s, {.kind = turn_begun, .process = event_store, .message = MessageId{5}});
  run.say(9s, {.kind = turn_ended, .process = event_store, .message = MessageId{5}});
  run.say(10s, {.kind = command_answered, .process = customer_1});
  const std::string words = run.words(60s);
  EXPECT_NE(words.find("event-store"), std::string::npos) << words;
  EXPECT_NE(words.find("; nothing waited in its mailbox"), std::string::npos) << words;
}

TEST(Busiest, lets_go_of_what_was_dropped) {
  // Wrong: a run with losses takes memory for each of them until it ends; or what is sent again is measured anew.
  BusyRun run;
  const auto sent = [&](Duration at, std::uint64_t number) {
    run.say(at, {.kind = message_sent, .process = handler_1, .peer = event_store, .message = MessageId{number}});
  };
  for (std::uint64_t number = 1; number <= 10'000; ++number) {
    sent(number * 1s, number);
    run.say(number * 1s, {.kind = message_dropped, .process = handler_1, .message = MessageId{number}});
  }
  EXPECT_LT(run.on_the_way(), 200U);
  sent(10'010s, 10'000);
  run.say(10'010s, {.kind = message_delivered, .process = event_store, .message = MessageId{10'000}});
  run.say(10'010s, {.kind = turn_begun, .process = event_store});
  run.say(10'011s, {.kind = turn_ended, .process = event_store});
  run.say(10'012s, {.kind = command_answered, .process = customer_1});
  const std::string words = run.words(10'012s);
  EXPECT_NE(words.find("messages were on the way for 10s on average"), std::string::npos) << words;
}

TEST(Busiest, is_also_who_works_in_its_first_turn) {
  // Wrong: a relay that works all the time would be the last to be blamed.
  BusyRun run;
  run.say(0s, {.kind = work_begun, .process = order_relay}).say(9s, {.kind = work_ended, .process = order_relay});
  run.say(10s, {.kind = command_answered, .process = customer_1});
  EXPECT_TRUE(run.words(60s).starts_with("The busiest was order-process-relay, at work for 90 % of 10s"));
}

TEST(Busiest, of_a_run_in_which_nobody_is_near_its_limit_says_so) {
  // Wrong: the process that happens to work most would be blamed for what the network takes.
  BusyRun run;
  run.say(0s, {.kind = turn_begun, .process = event_store}).say(1s, {.kind = turn_ended, .process = event_store});
  run.say(10s, {.kind = command_answered, .process = customer_1});
  const std::string words = run.words(20s);
  EXPECT_NE(words.find("at work for 10 % of 10s"), std::string::npos) << words;
  EXPECT_NE(words.find("nobody was near its limit"), std::string::npos) << words;
}

TEST(Busiest, leaves_out_what_was_done_after_the_last_word_on_a_command) {
  // Wrong: a long time of rest would make everybody look idle, and a rebuild afterwards would look like the work.
  BusyRun run;
  run.say(0s, {.kind = turn_begun, .process = event_store}).say(9s, {.kind = turn_ended, .process = event_store});
  run.say(10s, {.kind = command_completed, .process = command_store});
  run.say(10s, {.kind = turn_begun, .process = catalog}).say(60s, {.kind = turn_ended, .process = catalog});
  const std::string words = run.words(100s);
  EXPECT_TRUE(words.starts_with("The busiest was event-store, at work for 90 % of 10s")) << words;
  EXPECT_EQ(BusyRun().words(5s), "") << "nobody did anything";
}

TEST(Busiest, counts_each_message_of_who_takes_several_at_once) {
  // Wrong: a service whose machine is full would be left out, and somebody idle would be told in its place.
  BusyRun run;
  for (int i = 1; i <= 4; ++i) {
    run.say(0s, {.kind = turn_begun, .process = payment, .message = MessageId{static_cast<std::uint64_t>(i)}});
  }
  run.say(0s, {.kind = turn_begun, .process = event_store}).say(3s, {.kind = turn_ended, .process = event_store});
  run.say(2s, {.kind = turn_ended, .process = payment, .message = MessageId{1}});
  for (int i = 2; i <= 4; ++i) {
    run.say(6s, {.kind = turn_ended, .process = payment, .message = MessageId{static_cast<std::uint64_t>(i)}});
  }
  run.say(10s, {.kind = command_answered, .process = customer_1});
  const std::string words = run.words(20s);
  EXPECT_TRUE(words.starts_with("The busiest was payment, at work on 2.0 messages at once on average over 10s, on up "
                                "to 4; "))
      << words;
  EXPECT_EQ(words.find("nobody was near its limit"), std::string::npos) << words;
}

TEST(Busiest, tells_of_handlers_that_are_taken_up_by_what_they_wait_for) {
  // Wrong: "nobody was near its limit", while all commands waited for a handler.
  BusyRun run;
  run.say(0s, {.kind = command_enqueued, .process = command_queue, .message = MessageId{1}, .a = 276});
  run.say(0s, {.kind = command_dispatched, .process = command_queue, .peer = handler_1, .message = MessageId{1}});
  run.say(0s, {.kind = turn_begun, .process = event_store}).say(1s, {.kind = turn_ended, .process = event_store});
  run.say(10s, {.kind = command_acknowledged, .process = command_queue, .message = MessageId{1}});
  run.say(10s, {.kind = command_answered, .process = customer_1});
  const std::string words = run.words(20s);
  EXPECT_NE(words.find("but the one handler had a command in hands for 100 % of that time, at work or waiting for "
                       "others, and up to 276 commands waited in the queue"),
            std::string::npos)
      << words;
  EXPECT_EQ(words.find("nobody was near its limit"), std::string::npos) << words;
}

TEST(Busiest, of_a_slow_network_says_how_long_messages_travel) {
  // Wrong: that time was spent on the way would be all, and not which way, nor how much.
  BusyRun run;
  run.say(0s, {.kind = turn_begun, .process = event_store}).say(1s, {.kind = turn_ended, .process = event_store});
  run.say(1s, {.kind = message_sent, .process = handler_1, .peer = event_store, .message = MessageId{5}});
  run.say(2s, {.kind = message_sent, .process = event_store, .peer = catalog, .message = MessageId{6}});
  run.say(3s, {.kind = message_delivered, .process = catalog, .peer = event_store, .message = MessageId{6}});
  run.say(4s, {.kind = message_delivered, .process = event_store, .peer = handler_1, .message = MessageId{5}});
  run.say(9s, {.kind = message_delivered, .process = event_store, .peer = handler_1, .message = MessageId{5}});
  run.say(10s, {.kind = command_answered, .process = customer_1});
  const std::string words = run.words(20s);
  EXPECT_NE(words.find("messages were on the way for 2s on average, those from handler-1 to event-store for 3s"),
            std::string::npos)
      << words;
}

TEST(Busiest, is_told_with_a_limit_that_a_slow_store_breaks) {
  // Wrong: who reads that orders took too long would not learn whom to make faster.
  const auto scenario = sim::parse_scenario(R"(
crisper: 1
name: slow store
design:
  command_queue: {handlers: 4}
  roles: {event-store: {service_time: 10ms}}
workload:
  orders: {count: 60, rate: 40/s, customers: 20, fridges: 8, meals: 1}
  restock: {initial: 30}
properties: [{order_latency: p99 < 50ms}]
)",
                                            {}, scenario_vocabulary());
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = 1});
  ASSERT_TRUE(run) << run.error();
  const auto limit = std::ranges::find(run->result.properties, "order_latency p99 < 50ms", &PropertyResult::name);
  ASSERT_NE(limit, run->result.properties.end());
  ASSERT_EQ(limit->violations.size(), 1u);
  EXPECT_TRUE(limit->violations[0].aside.starts_with("The busiest was event-store, at work for "))
      << limit->violations[0].aside;
  EXPECT_EQ(limit->reason.find("busiest"), std::string::npos) << "who it is, is not the cause";
}

}  // namespace
}  // namespace crisper::properties
