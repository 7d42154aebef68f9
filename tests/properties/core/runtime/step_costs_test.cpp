// What the steps of a command cost, by its kind, seen from outside.
#include <gtest/gtest.h>

#include <string>

#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

std::string scenario(const std::string& costs, const std::string& properties, const std::string& more = "") {
  return "crisper: 1\nname: costs of steps\ndesign: {costs: {" + costs + "}" + more +
         "}\n"
         "workload: {orders: {rate: 1/s, count: 5, customers: 5, fridges: 2, meals: 2}, restock: {initial: 10}}\n"
         "properties: [" +
         properties + "]\nengine: fast\n";
}

/// Held by a run with these costs, and broken by one without.
void expect_charged(const std::string& costs, const std::string& bound, const std::string& more = "") {
  const RunResult charged = run_of_text(scenario(costs, bound, more));
  EXPECT_EQ(charged.verdict, Verdict::pass) << costs << more << ": " << charged.reason;
  const RunResult free = run_of_text(scenario("", bound, more));
  EXPECT_EQ(free.verdict, Verdict::fail) << bound << more << " holds without " << costs;
}

TEST(StepCosts, are_charged_where_the_step_is_done) {
  // Wrong: a key of a scenario that costs nobody anything.
  expect_charged("decide: 60ms", "{handling_time: min > 60ms}");
  expect_charged("grant: 60ms", "{handling_time: min > 60ms}");
  expect_charged("commit: 30ms", "{append_latency: min > 30ms}");
  expect_charged("append: 30ms", "{append_latency: min > 30ms}");
  expect_charged("publish: 60ms", "{staleness.catalog: min > 60ms}");
  expect_charged("publish: 60ms", "{staleness.catalog: min > 60ms}", ", publication: {method: single_publisher}");
  expect_charged("publish: 60ms", "{staleness.catalog: min > 60ms}", ", publication: {method: outbox, notify: on}");
  expect_charged("apply: 60ms", "{staleness.catalog: min > 60ms}");
}

TEST(StepCosts, are_charged_by_every_kind_of_owner) {
  // Wrong: a strategy that decides in a process of its own would decide for nothing.
  for (const char* strategy :
       {"none", "optimistic", "single_process", "actor_per_stream", "reliable_inbox", "escrow"}) {
    expect_charged("decide: 60ms", "{handling_time: min > 60ms}",
                   std::string(", ownership: {strategy: ") + strategy + "}");
  }
}

TEST(StepCosts, are_of_the_kind_that_they_name) {
  // Wrong: a slow command that makes all others slow by its name alone.
  expect_charged("decide: {kinds: {PlaceOrder: 60ms}}", "{handling_time: max > 60ms}");
  const RunResult others = run_of_text(scenario("decide: {kinds: {PlaceOrder: 60ms}}", "{handling_time: min < 60ms}"));
  EXPECT_EQ(others.verdict, Verdict::pass) << others.reason;
  expect_charged("append: {kinds: {MealReserved: 30ms}}", "{append_latency: max > 30ms}");
}

TEST(StepCosts, of_nothing_change_no_run) {
  // Wrong: digests of all that was run before would be worth nothing.
  const RunResult without = run_of_text(scenario("", "{handling_time: max < 1h}"));
  const RunResult free = run_of_text(
      scenario("grant: 0s, decide: {others: 0s}, commit: 0s, append: {kinds: {MealReserved: 0s}}, apply: 0s",
               "{handling_time: max < 1h}"));
  EXPECT_EQ(free.run.digest, without.run.digest);
}

TEST(StepCosts, that_vary_are_the_same_for_the_same_seed) {
  // Wrong: a failure that a seed doesn't bring back.
  const std::string text = scenario("decide: {exponential: 5ms}, append: {lognormal: 2ms, cv: 1}, apply: {gamma: 1ms}",
                                    "{handling_time: max < 1h}");
  const RunResult once = run_of_text(text, 7);
  EXPECT_EQ(run_of_text(text, 7).run.digest, once.run.digest);
  EXPECT_NE(run_of_text(text, 8).run.digest, once.run.digest);
  EXPECT_EQ(once.verdict, Verdict::pass) << once.reason;
}

}  // namespace
}  // namespace crisper::properties
