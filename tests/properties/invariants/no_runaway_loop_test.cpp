#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/reaction/reaction.hpp"
#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// A refill that is never enough: low stock is planned for, the plan is loaded, and what is loaded is nothing.
Story never_enough(int rounds, std::int64_t at_a_time = 0) {
  const StreamId refills = refill_stream_of(FridgeId{3}, MealId{1});
  const StreamId plans = plan_stream_of(FridgeId{3}, MealId{1});
  Options business;
  business.refill_below = 2;
  Story story("no_runaway_loop", {}, business);
  for (int i = 0; i < rounds; ++i) {
    story.appended(refills, StockLow{.fridge = FridgeId{3}, .meal = MealId{1}, .for_sale = 1});
    story.appended(plans, RefillPlanned{.fridge = FridgeId{3}, .meal = MealId{1}, .quantity = at_a_time});
    story.appended(fridge(3), MealsLoaded{.meal = MealId{1}, .quantity = at_a_time});
  }
  story.say({.kind = ObservationKind::reaction_answered, .process = refill_planner, .a = 1});
  return story;
}

/// What the store has of these rounds: each event of the one before it.
void stored(Story& story, int rounds) {
  constexpr const char* reactions[] = {"low-stock", "refill-planner", "refiller"};
  for (std::uint64_t number = 1; number <= 3 * static_cast<std::uint64_t>(rounds); ++number) {
    const CommandId made = answer_id(reactions[(number - 1) % 3], EventId{1000 + number - 1});
    story.stored(number, number == 1 ? 1 : made.value);
  }
}

RunEnd cut_off() { return {.ending = RunEnding::horizon, .quiet = false, .audited = true}; }

/// One reaction heats what the other cools.
RunResult thermostat(const std::string& heat, const std::string& run = "{horizon: 4s}",
                     const std::string& heated = "heats += 1") {
  return real_run("crisper: 1\nname: thermostat\n"
                  "domain:\n"
                  "  name: thermostat\n"
                  "  ids: [visit]\n"
                  "  entities:\n"
                  "    room:\n"
                  "      state: {heats: number}\n"
                  "      commands: {heat: " + heat + ", cool: otherwise -> Cooled}\n"
                  "      events: {Heated: " + heated + ", Cooled: nothing}\n"
                  "  receptors: {cooler: {Heated: room.cool}, heater: {Cooled: room.heat}}\n"
                  "workload: {script: [{client: a, at: 1s, heat: {room: 1}}]}\n"
                  "properties: [all]\nrun: " + run + "\n");
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST(NoRunawayLoop, fails_when_events_lead_back_to_themselves_and_don_t_stop) {
  // Wrong: a system that works for ever on what nobody asked for would be told as a run whose time was too short.
  Story story = never_enough(40);
  stored(story, 40);
  story.ended(cut_off());
  EXPECT_EQ(story.reason(),
            "MealsLoaded of fridge-3 made low-stock add StockLow of refill-3000001, which made refill-planner add "
            "RefillPlanned of plan-3000001, which made refiller add MealsLoaded of fridge-3 again: 39 rounds, the last "
            "in 3ms; it did not stop before the run was cut off at 121ms, and the last left all as one before it had: "
            "nothing brings it nearer to an end");
}

TEST(NoRunawayLoop, leaves_open_one_that_may_come_to_an_end) {
  // Wrong: a chain of fifty that somebody wants would be a failure wherever a run is cut off in the middle of it.
  Story story = never_enough(40, 5);
  stored(story, 40);
  story.ended(cut_off());
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(says(story.reason(), "39 rounds, the last in 3ms; it did not stop before the run was cut off at 121ms, "
                                   "and no round left all as one before it had"))
      << story.reason();
}

TEST(NoRunawayLoop, passes_a_loop_that_ends) {
  // Wrong: a loop with a condition that each round comes nearer to would be one without.
  Story quiet = never_enough(40);
  stored(quiet, 40);
  quiet.ended_audited();
  EXPECT_EQ(quiet.verdict(), Verdict::pass) << quiet.reason();
  EXPECT_EQ(quiet.property().notes().front().count, 39U);
  Story long_over = never_enough(40);
  stored(long_over, 40);
  long_over.at(10s).ended(cut_off());
  EXPECT_EQ(long_over.verdict(), Verdict::pass) << "what keeps the run from its rest is something else";
}

TEST(NoRunawayLoop, passes_a_few_rounds) {
  // Wrong: a run that is cut in the middle of an ordinary chain would have found a loop.
  Story story = never_enough(12);
  stored(story, 12);
  story.ended(cut_off());
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(NoRunawayLoop, passes_events_of_one_name_that_don_t_follow_from_each_other) {
  // Wrong: whatever comes often would be a loop.
  Story story = never_enough(40);
  for (std::size_t number = 1; number <= 120; ++number) story.stored(number, number);
  story.ended(cut_off());
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(NoRunawayLoop, is_what_the_verdict_of_a_real_run_names) {
  // Wrong: ids that are derived in another way would make every loop unseen.
  for (const char* run : {"{horizon: 4s}", "{step_limit: 9000}"}) {
    const RunResult result = thermostat("otherwise -> Heated", run, "heats = 1");
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_TRUE(result.reason.starts_with("no_runaway_loop: ")) << result.reason;
    EXPECT_TRUE(says(result.reason, "of room-1 made ")) << result.reason;
    EXPECT_TRUE(says(result.reason, "cooler send cool, which made Cooled of room-1")) << result.reason;
    EXPECT_TRUE(says(result.reason, "heater send heat, which made Heated of room-1")) << result.reason;
  }
}

TEST(NoRunawayLoop, passes_a_real_run_whose_loop_ends) {
  // Wrong: fifty rounds that somebody wants would be refused.
  const RunResult result = thermostat("[heats < 50 -> Heated, otherwise -> nothing]", "{horizon: 60s}");
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  const auto loop = std::ranges::find(result.properties, "no_runaway_loop", &PropertyResult::name);
  ASSERT_NE(loop, result.properties.end());
  ASSERT_EQ(loop->notes.size(), 1U);
  EXPECT_EQ(loop->notes.front().count, 49U);
}

TEST(NoRunawayLoop, leaves_a_real_run_open_that_is_cut_off_in_the_middle) {
  // Wrong: the same loop would fail or pass by how long one waits for it.
  const RunResult result = thermostat("[heats < 100000 -> Heated, otherwise -> nothing]");
  EXPECT_EQ(result.verdict, Verdict::unknown) << result.reason;
  const PropertyResult loop = property_of(result, "no_runaway_loop");
  EXPECT_EQ(loop.verdict, Verdict::unknown);
  EXPECT_TRUE(says(loop.reason, "it may yet end")) << loop.reason;
  EXPECT_EQ(result.reason, "no_runaway_loop: " + loop.reason) << "that time was up is what came of it";
}

TEST(NoRunawayLoop, finds_one_that_goes_through_a_process_manager) {
  // Wrong: who keeps a state of it could go round unseen.
  const PropertyResult loop = of_real_run(R"(
crisper: 1
name: revolving door
domain:
  name: revolving_door
  ids: [visit]
  entities:
    door:
      state: {open: flag}
      commands:
        open(visit): otherwise -> Opened
        close(visit): otherwise -> Closed
      events: {Opened(visit): open = yes, Closed(visit): open = no}
  processes:
    keeper:
      for: visit
      within: 1h
      begins: {Opened: door(1).close(visit) -> closing}
      stages:
        closing: {Closed: door(1).open(visit) -> opening}
        opening: {Opened: door(1).close(visit) -> closing}
      ends: [shut]
workload: {script: [{client: a, at: 1s, open: {door: 1, visit: 7}}]}
properties: [all]
run: {horizon: 4s}
)", "no_runaway_loop");
  EXPECT_EQ(loop.verdict, Verdict::fail);
  EXPECT_TRUE(says(loop.reason, "made keeper send close, which made Closed of door-1")) << loop.reason;
}

}  // namespace
}  // namespace crisper::properties
