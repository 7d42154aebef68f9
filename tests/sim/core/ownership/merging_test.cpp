// Optimistic ownership that merges: fridges, whose events say what merges by themselves.
#include <gtest/gtest.h>

#include "core/design/ownership_strategy.hpp"
#include "tests/sim/core/rush.hpp"

namespace crisper::sim::pipeline {
namespace {

using smart_fridge::FridgeId;
using smart_fridge::LoadMeals;
using smart_fridge::MealId;

void merge_on_conflict(Scene& scene) {
  scene.design.ownership.strategy = OwnershipStrategy::optimistic;
  scene.design.ownership.on_conflict = OnConflict::merge;
  scene.design.event_store.append = AppendCheck::exact;
}

/// Four vans that load fridge 1 at the same instants, and with each command fridge 2 or 3 as well.
Scene four_vans() {
  Scene scene;
  merge_on_conflict(scene);
  scene.design.ownership.retries = 40;
  scene.design.command_queue.handlers = 4;
  for (std::uint64_t van = 1; van <= 4; ++van) {
    ClientScript script{.name = "van-" + std::to_string(van), .role = "van", .closed = false, .intents = {}};
    for (std::uint64_t trip = 1; trip <= 10; ++trip) {
      const Payload load = Payload::of(LoadMeals{.meal = MealId{1}, .quantity = 1});
      script.intents.push_back({.at = SimTime(std::chrono::milliseconds(20 * trip)),
                                .command = CommandId{van * 1000 + trip},
                                .stream = stream_of(FridgeId{1}),
                                .body = load,
                                .also = {{.stream = stream_of(FridgeId{2 + van % 2}), .body = load}},
                                .view = {},
                                .row = {}});
    }
    scene.clients.push_back(std::move(script));
  }
  return scene;
}

std::int64_t meals_in(const Played& played, std::uint64_t number) {
  const auto found = played.ledger->stock().find({stream_of(FridgeId{number}), 1});
  return found == played.ledger->stock().end() ? 0 : found->second;
}

TEST(Merging, stores_all_parts_of_a_command_as_they_were_decided) {
  // Wrong: of a command on two states one part is stored at a version that the other didn't see, twice, or not at all.
  const Played played = play(four_vans());
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(meals_in(played, 1), 40);
  EXPECT_EQ(meals_in(played, 2), 20);
  EXPECT_EQ(meals_in(played, 3), 20);
  EXPECT_GT(played.ledger->count(ObservationKind::append_merged), 0U);
  // A decision for each part, and none again.
  EXPECT_EQ(played.ledger->count(ObservationKind::decision_made), 2U * 40U);
}

TEST(Merging, sells_no_meal_twice) {
  // Wrong: a fridge says of what takes its meals that it merges with what takes them, too.
  const Tally tally = over_seeds(merge_on_conflict);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.oversold, 0);
  EXPECT_GT(tally.moved_on, 0U);
}

TEST(Merging, knows_its_own_events_after_a_crash_of_the_store) {
  // Wrong: a command whose append was stored and not answered is stored once more behind itself.
  for (std::int64_t at = 21; at <= 61; at += 4) {
    Scene scene = four_vans();
    scene.plan = crash_of("event-store", SimTime(std::chrono::milliseconds(at)));
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "") << at;
    EXPECT_EQ(meals_in(played, 1), 40) << at;
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
