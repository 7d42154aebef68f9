#include "properties/explain/asides.hpp"

#include <gtest/gtest.h>

#include "properties/explain/explain.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

/// A run told line by line, a millisecond each.
class AsideRun {
 public:
  AsideRun() { recorder_.begin(names_); }
  ObservationId say(Observation seen) {
    const ObservationId id{++said_};
    seen.at = sim_start + std::chrono::milliseconds(said_);
    recorder_.observe(seen, id);
    return id;
  }
  const CausalRecorder& ended() {
    recorder_.end({});
    return recorder_;
  }

 private:
  Names names_ = cast();
  CausalRecorder recorder_;
  std::uint64_t said_ = 0;
};

std::string told(const CausalRecorder& run, const Violation& violation, const sim::FaultPlan& plan = {}) {
  std::string text;
  for (const std::string& each : explain(run, violation, plan, Design{}).sentences) text += each + "\n";
  return text;
}

TEST(Asides, are_what_was_unusual_for_those_whom_the_story_is_about) {
  // Wrong: a rebalance, an event set aside, an append refused would be left out, and they are why.
  AsideRun run;
  run.say({.kind = partition_assigned, .process = command_queue, .peer = handler_1, .a = 2, .b = 1});
  run.say({.kind = partition_revoked, .process = command_queue, .peer = handler_1, .a = 2, .b = 1});
  run.say({.kind = partition_assigned, .process = command_queue, .peer = handler_2, .a = 2, .b = 2});
  run.say({.kind = append_refused, .process = event_store, .stream = fridge(9), .b = 4});
  run.say({.kind = append_refused, .process = event_store, .stream = fridge(3), .a = 1, .b = 5});
  run.say({.kind = event_parked, .process = catalog, .message = MessageId{77}, .stream = fridge(3), .a = 6});
  run.say({.kind = lock_granted, .process = lock_service, .peer = handler_2, .stream = fridge(3), .a = 1});
  const ObservationId proof = run.say({.kind = state_entered, .process = handler_2, .stream = fridge(3)});
  const std::string text =
      told(run.ended(), {.at = sim_start + 8ms, .reason = "it is wrong", .evidence = {{proof, ""}}});
  EXPECT_NE(text.find("took partition 2 from handler-1"), std::string::npos) << text;
  EXPECT_NE(text.find("gave partition 2 to handler-2 (assignment 2)"), std::string::npos) << text;
  EXPECT_EQ(text.find("(assignment 1).\nAt 2ms"), std::string::npos) << "who has it at first is no news: " << text;
  EXPECT_NE(text.find("refused to append to fridge-3 at version 5: another has been granted it since"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("fridge-9"), std::string::npos) << "that is another story: " << text;
  EXPECT_NE(text.find("catalog set event e1"), std::string::npos) << text;
}

TEST(Asides, tell_of_a_quota_that_went_down_with_its_holder_and_of_lost_records) {
  // Wrong: meals that nobody can sell any more would have disappeared without a word.
  AsideRun run;
  run.say({.kind = quota_lent, .process = command_store, .peer = handler_1, .stream = fridge(3), .a = 5, .b = 7});
  run.say({.kind = quota_returned, .process = command_store, .peer = handler_1, .stream = fridge(3), .a = 2, .b = 9});
  run.say({.kind = quota_lent, .process = command_store, .peer = handler_2, .stream = fridge(3), .a = 1, .b = 8});
  run.say({.kind = fault_fired, .process = handler_1, .a = 0, .b = static_cast<std::int64_t>(sim::FaultKind::crash)});
  run.say({.kind = process_crashed, .process = handler_1, .a = 1, .b = 4});
  run.say({.kind = run_ended});
  const sim::FaultPlan plan{{{.kind = sim::FaultKind::crash, .to = "handler-1", .at = sim_start + 4ms}}};
  const std::string text =
      told(run.ended(), {.at = sim_start, .reason = "3 are gone", .evidence = {}, .at_end = true}, plan);
  EXPECT_NE(text.find("At 4ms, a crash without a restart struck handler-1."), std::string::npos) << text;
  EXPECT_NE(text.find("handler-1 crashed and lost 4 unsynced records; it had been lent 3 of fridge-3."),
            std::string::npos)
      << text;
  EXPECT_TRUE(text.ends_with("At the end of the run, at 6ms, 3 are gone.\n")) << text;
}

TEST(Explanation, tells_nothing_that_is_later_than_the_violation) {
  // Wrong: what came afterwards would be told as its cause.
  AsideRun run;
  const ObservationId proof = run.say({.kind = state_entered, .process = handler_2, .stream = fridge(3)});
  run.say({.kind = fault_fired, .process = handler_2, .a = 0, .b = static_cast<std::int64_t>(sim::FaultKind::crash)});
  run.say({.kind = process_crashed, .process = handler_2, .a = 1, .b = 4});
  run.say({.kind = lock_expired, .process = lock_service, .peer = handler_2, .stream = fridge(3)});
  const sim::FaultPlan plan{{{.kind = sim::FaultKind::crash, .to = "handler-2", .at = sim_start + 2ms}}};
  EXPECT_EQ(told(run.ended(), {.at = sim_start + 1ms, .reason = "it is wrong", .evidence = {{proof, ""}}}, plan),
            "At 1ms, handler-2 began to operate on fridge-3.\nAt 1ms, it is wrong.\n");
}

TEST(Explanation, of_a_breached_limit_says_who_was_busy_before_the_last_word) {
  // Wrong: a slow run would be told without who is slow.
  AsideRun run;
  run.say({.kind = run_ended});
  EXPECT_EQ(told(run.ended(), {.at = sim_start + 1ms, .reason = "p99 was 2s", .evidence = {}, .at_end = true,
                               .aside = "The busiest was event-store"}),
            "The busiest was event-store.\nAt the end of the run, at 1ms, p99 was 2s.\n");
}

}  // namespace
}  // namespace crisper::properties
