#include <gtest/gtest.h>

#include "sim/domain/smart_fridge/workload.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

Scenario with(const Scenario& scenario, const std::string& path, const std::string& value) {
  const auto changed = set_path(scenario, path, value);
  if (changed) return *changed;
  ADD_FAILURE() << changed.error().text();
  return scenario;
}

TEST(SetPath, changes_one_value_and_nothing_else) {
  // Wrong: an override that puts something else back to its default.
  const auto loaded = load_scenario(examples_directory() + "/lunch_rush.yaml");
  ASSERT_TRUE(loaded);
  Scenario expected = *loaded;
  expected.design.ownership.strategy = OwnershipStrategy::none;
  EXPECT_EQ(with(*loaded, "design.ownership.strategy", "none"), expected);
  smart_fridge::workload_of(expected).orders.rate = Rate::per_second(100);
  EXPECT_EQ(with(with(*loaded, "design.ownership.strategy", "none"), "workload.orders.rate", "100/s"), expected);
}

TEST(SetPath, reaches_into_maps_and_lists) {
  // Wrong: a consumer that can't be changed from the command line.
  const Scenario scenario = parsed("faults: [{loss: 1%}, {crash: a, at: 1s}]\n");
  EXPECT_FALSE(with(scenario, "design.consumers.catalog.inbox", "off").design.consumers.at("catalog").inbox);
  EXPECT_EQ(with(scenario, "design.consumers.catalog.inbox.window", "5m").design.consumers.at("catalog").inbox_window,
            Duration(5min));
  EXPECT_EQ(with(scenario, "design.roles.handler.service_time", "3ms").design.roles.at("handler").service_time,
            Duration(3ms));
  EXPECT_EQ(with(scenario, "faults.0.loss", "5%").faults[0].rate.parts_per_billion, 50'000'000U);
  EXPECT_EQ(with(scenario, "faults.1.restart_after", "5s").faults[1].restart_after, Duration(5s));
  EXPECT_TRUE(with(scenario, "faults", "[]").faults.empty());
  EXPECT_EQ(with(scenario, "faults", "[{pause: x, for: 1s}]").faults.at(0).kind, FaultKind::pause);
  EXPECT_EQ(with(scenario, "deployment.place.handler-*", "host-2").deployment.place.at(0).pattern, "handler-*");
  EXPECT_EQ(with(scenario, "design.ownership", "{lease: 9s}").design.ownership.lease, Duration(9s));
}

TEST(SetPath, sets_and_unsets_optional_values) {
  // Wrong: no way back to an open workload.
  const Scenario closed = with(parsed(""), "workload.orders.closed.think", "2s");
  EXPECT_EQ(smart_fridge::workload_of(closed).orders.closed->think, Duration(2s));
  EXPECT_EQ(with(closed, "workload.orders.closed", "null"), parsed(""));
  EXPECT_EQ(with(closed, "workload.orders.closed", ""), parsed(""));
}

TEST(SetPath, says_what_is_wrong_as_the_parser_would) {
  // Wrong: two sets of messages for one mistake.
  const auto error = set_path(parsed(""), "design.ownreship.lease", "5s");
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().text(),
            "--set design.ownreship.lease=5s: unknown key 'ownreship' in design; did you mean 'ownership'?");
  EXPECT_EQ(error_of_setting("design.ownership.lease", "5"),
            "design.ownership.lease: '5' has no unit: write 5s, or another of ns, us, ms, s, m, h");
  EXPECT_EQ(error_of_setting("faults.3.loss", "5%"), "faults has 0 items, numbered from 0; there is no '3'");
  EXPECT_EQ(error_of_setting("seed.x", "1"), "seed: expected a whole number, not a map");
  EXPECT_EQ(error_of_setting("crisper", "2").substr(0, 26), "this file has version 2 of");
  for (const char* path : {"", ".", "a..b", "design.", ".design"}) EXPECT_NE(error_of_setting(path, "1"), "") << path;
  EXPECT_NE(error_of_setting("seed", "[1"), "");
  EXPECT_NE(error_of_setting("seed", "1\n---\n2"), "");
  EXPECT_NE(error_of_setting("name", std::string("\0", 1)), "");
}

TEST(SetPaths, are_applied_in_order_and_checked_together) {
  // Wrong: two settings that only go together would be refused in one order and taken in the other.
  const Scenario scenario = parsed("");
  const Setting sqlite{"design.event_store.backend", "sqlite"};
  const Setting file{"design.event_store.database", "file"};
  const auto one = set_paths(scenario, {sqlite, file});
  const auto other = set_paths(scenario, {file, sqlite});
  ASSERT_TRUE(one && other);
  EXPECT_EQ(*one, *other);
  EXPECT_FALSE(set_path(scenario, file.path, file.value));
  EXPECT_EQ(set_paths(scenario, {{"seed", "2"}, {"seed", "3"}})->seed, 3u);
  EXPECT_EQ(set_paths(scenario, {{"faults", "[{loss: 1%}]"}, {"faults.0.loss", "5%"}})->faults.size(), 1u);
  // What is wrong with one is said of that one.
  EXPECT_EQ(set_paths(scenario, {{"seed", "2"}, {"run.settle", "7"}}).error().file, "--set run.settle=7");
  EXPECT_EQ(set_paths(scenario, {{"seed", "2"}, {"design.nosuch", "7"}}).error().file, "--set design.nosuch=7");
}

}  // namespace
}  // namespace crisper::sim
