// R38, R40: a view that is made again from its history, and how it looks to those who ask meanwhile.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

Scene replaying(ReplayKind kind, Duration at) {
  Scene scene;
  scene.kitchen(2, 20);
  scene.customer({.customer = 1, .count = 12}).customer({.customer = 2, .count = 12, .fridge = 2});
  scene.design.consumers["catalog"].replays = {{.at = at, .kind = kind}};
  return scene;
}

/// What the catalogue showed of its rows, in order.
std::vector<std::tuple<StreamId, std::int64_t>> shown(const Played& played) {
  std::vector<std::tuple<StreamId, std::int64_t>> rows;
  for (const Observation& o : played.ledger->all({view_updated})) rows.emplace_back(o.stream, o.a);
  return rows;
}

/// How many events a row has behind it at each step: a row that shows an older state has fewer than before.
bool goes_back(const Played& played) {
  std::map<StreamId, std::int64_t> loaded;
  for (const auto& [row, value] : shown(played)) {
    // Twenty are loaded once, and from then on the stock only falls.
    std::int64_t& last = loaded.try_emplace(row, 0).first->second;
    if (last != 0 && value > last) return true;
    if (last != 0 && value == 0) return true;
    last = value;
  }
  return false;
}

TEST(ReplayBeside, never_shows_an_older_view_than_before) {
  // Wrong: readers would see the past while the view is rebuilt beside the live one.
  const Played played = play(replaying(ReplayKind::beside, 60ms));
  EXPECT_EQ(played.wrong(), "");
  ASSERT_EQ(played.ledger->count(replay_ended), 1u);
  EXPECT_GT(played.ledger->count(event_replayed), 4u);
  EXPECT_FALSE(goes_back(played));
}

TEST(ReplayInPlace, shows_the_view_as_it_is_made) {
  // Wrong: a rebuild in place would look as harmless as one beside the live view.
  const Played played = play(replaying(ReplayKind::in_place, 60ms));
  EXPECT_EQ(played.wrong(), "");
  ASSERT_EQ(played.ledger->count(replay_ended), 1u);
  EXPECT_TRUE(goes_back(played));
}

TEST(ReplayUnguarded, is_right_only_while_nothing_happens) {
  // Hazard 50. Wrong: the race would show in a test that replays at rest, which it never does.
  Scene busy = replaying(ReplayKind::unguarded, 60ms);
  EXPECT_NE(play(busy).wrong().find("the catalog shows"), std::string::npos);
}

}  // namespace
}  // namespace crisper::sim::pipeline

RC_GTEST_PROP(ReplayLaw, ARebuiltViewIsTheLiveView, ()) {
  // Hazard 50. If this fails, there is a moment for a rebuild, or for a crash in it, that changes the view.
  using namespace crisper;
  using namespace crisper::sim::pipeline;
  const bool in_place = *rc::gen::arbitrary<bool>();
  const int at_ms = *rc::gen::inRange(1, 250);
  const int crash_ms = *rc::gen::inRange(0, 300);
  const int snapshot_every = *rc::gen::inRange(0, 6);
  Scene scene = replaying(in_place ? ReplayKind::in_place : ReplayKind::beside, std::chrono::milliseconds(at_ms));
  scene.seed = *rc::gen::inRange<std::uint64_t>(1, 1000);
  scene.design.consumers["catalog"].snapshot_every = static_cast<std::uint32_t>(snapshot_every);
  if (crash_ms > 0) {
    const SimTime when = sim_start + std::chrono::milliseconds(crash_ms);
    scene.plan = crash_of("catalog", when, std::chrono::milliseconds(50));
  }
  const Played played = play(scene);
  RC_ASSERT(played.wrong() == "");
  RC_ASSERT(played.ledger->count(ObservationKind::replay_ended) == 1u);
}
