// R41, the write side: handlers are added and removed while commands are on their way.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

/// Two handlers, from 1 s on four, from 2 s on one; customers all the while.
Scene scaled(OwnershipStrategy strategy) {
  Scene scene;
  scene.design.ownership.strategy = strategy;
  scene.design.command_queue.handlers = 2;
  scene.design.command_queue.scale = {{.at = 1s, .handlers = 4}, {.at = 2s, .handlers = 1}};
  scene.kitchen(4, 500);
  for (std::uint64_t customer = 1; customer <= 4; ++customer) {
    scene.customer({.customer = customer, .count = 150, .fridge = customer, .every = 20ms});
  }
  return scene;
}

TEST(Scaling, gives_work_to_those_on_duty_and_to_nobody_else) {
  // R41. Wrong: a handler would be idle on duty, or at work when it should be gone.
  for (const OwnershipStrategy strategy : {OwnershipStrategy::row_lock, OwnershipStrategy::partitioned_queue}) {
    const Played played = play(scaled(strategy));
    EXPECT_EQ(played.wrong(), "");
    const auto given = [&](const char* name, Duration from, Duration to) {
      return std::ranges::count_if(played.ledger->all({ObservationKind::command_dispatched}), [&](const auto& each) {
        return each.peer == played.process(name) && each.at >= sim_start + from && each.at < sim_start + to;
      });
    };
    // A request for work that is on its way when a handler's time is up is still served, and seen through.
    constexpr Duration late = 2s + 5ms;
    for (const char* name : {"handler-3", "handler-4"}) {
      EXPECT_EQ(given(name, 0s, 1s), 0) << name;
      EXPECT_GT(given(name, 1s, 2s), 10) << name;
      EXPECT_EQ(given(name, late, 1h), 0) << name;
    }
    EXPECT_GT(given("handler-2", 0s, 1s), 10);
    EXPECT_EQ(given("handler-2", late, 1h), 0);
    EXPECT_GT(given("handler-1", late, 1h), 50);
    EXPECT_EQ(played.ledger->count(ObservationKind::handler_joined), 2u);
    EXPECT_EQ(played.ledger->count(ObservationKind::handler_left), 3u);
    EXPECT_EQ(played.ledger->count(ObservationKind::command_expired), 0u) << "nobody took a command along";
  }
}

TEST(Scaling, hands_the_partitions_of_those_who_leave_to_others_at_once) {
  // R41. Wrong: the states of a handler that has left would stand still until its session ends.
  Scene scene = scaled(OwnershipStrategy::partitioned_queue);
  scene.design.ownership.lease = 30s;
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  for (const Observation& each : played.ledger->all({ObservationKind::partition_revoked})) {
    EXPECT_LT(each.at, SimTime(2100ms));
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
