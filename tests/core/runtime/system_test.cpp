#include "core/runtime/system.hpp"

#include <gtest/gtest.h>

namespace crisper {
namespace {

std::unique_ptr<Process> nobody() { return std::make_unique<Process>(); }

TEST(System, processes_are_known_before_they_are_defined) {
  // Wrong: two processes could not name each other.
  System system;
  const ProcessId a = system.declare("a", "first");
  const ProcessId b = system.add({.name = "b", .role = "second", .factory = nobody, .service_time = Duration(5)});
  EXPECT_NE(a, b);
  EXPECT_EQ(system.find("a"), a);
  EXPECT_EQ(system.find("b"), b);
  EXPECT_EQ(system.find("c"), ProcessId{});
  EXPECT_EQ(system.spec(b).service_time, Duration(5));
}

TEST(System, a_definition_keeps_the_name_and_role_that_were_declared) {
  // Wrong: faults and observations would speak of different processes.
  System system;
  const ProcessId a = system.declare("a", "first");
  system.define(a, {.name = "other", .role = "other", .factory = nobody, .turns = TurnPolicy::reentrant});
  EXPECT_EQ(system.spec(a).name, "a");
  EXPECT_EQ(system.spec(a).role, "first");
  EXPECT_EQ(system.spec(a).turns, TurnPolicy::reentrant);
}

TEST(SystemDeathTest, refuses_a_name_twice_a_definition_twice_and_one_without_a_factory) {
  // Wrong: a wiring mistake would surface as a strange run.
  System system;
  const ProcessId a = system.add({.name = "a", .role = "r", .factory = nobody});
  EXPECT_DEATH(system.declare("a", "r"), "unique");
  EXPECT_DEATH(system.define(a, {.factory = nobody}), "once");
  EXPECT_DEATH(system.add({.name = "b", .role = "r"}), "factory");
}

}  // namespace
}  // namespace crisper
