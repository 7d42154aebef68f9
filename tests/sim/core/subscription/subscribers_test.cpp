// R23: any number of subscribers that only read along.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

Scene read_along() {
  Scene scene;
  scene.kitchen(2, 20);
  scene.customer({.customer = 1, .count = 6});
  for (const char* name : {"billing", "analytics", "fraud"}) scene.design.consumers[name] = {};
  return scene;
}

/// What a subscriber shows of this kind of state.
std::int64_t counted(const Played& played, const char* name, StreamCategory category) {
  std::int64_t shown = 0;
  for (const Observation& o : played.ledger->all({view_updated})) {
    if (o.process == played.process(name) && o.message.value == category.value) shown = o.a;
  }
  return shown;
}

std::map<StreamCategory, std::int64_t> appended(const Played& played) {
  std::map<StreamCategory, std::int64_t> events;
  for (const Observation& o : played.ledger->all({event_appended})) ++events[o.stream.category()];
  return events;
}

TEST(Subscribers, each_count_every_event_whatever_they_are_called) {
  // Wrong: a system that nobody planned for could not read along, or would take events from others.
  const Played played = play(read_along());
  EXPECT_EQ(played.wrong(), "");
  for (const char* name : {"billing", "analytics", "fraud"}) {
    for (const auto& [category, events] : appended(played)) EXPECT_EQ(counted(played, name, category), events) << name;
  }
}

TEST(Subscribers, that_crash_or_take_their_time_hold_up_nobody_and_miss_nothing) {
  // Wrong: a reader in no hurry would slow the log for all, or lose what it had not come to.
  Scene scene = read_along();
  scene.design.consumers["analytics"].pace = 50ms;
  scene.plan = FaultPlan{{crash_at("billing", sim_start + 50ms, 300ms)}};
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  for (const char* name : {"billing", "analytics", "fraud"}) {
    for (const auto& [category, events] : appended(played)) EXPECT_EQ(counted(played, name, category), events) << name;
  }
  const auto last = [&](const char* name) { return instants_of(played, played.process(name), {event_applied}); };
  EXPECT_LT(*last("fraud").rbegin(), *last("analytics").rbegin());
}

}  // namespace
}  // namespace crisper::sim::pipeline
