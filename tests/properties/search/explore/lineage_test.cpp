#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

#include "properties/search/explore/lineage/fault_model.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "tests/properties/search/explore/hunted.hpp"

namespace crisper::properties {
namespace {

TEST(Lineage, takes_everything_away_that_something_good_followed_from_and_says_so) {
  // Wrong: a search that is over would go on as if it were not, or claim more than it tried.
  const TestFolder folder;
  const HuntSubject subject = small_subject("faults: [{loss: 1%, on: {to: handler-1}}]\n");
  const HuntSummary summary = hunted(subject, folder / "hunt", "lineage", {.runs = 560, .at_once = 2});
  EXPECT_EQ(summary.tally.failed, 0u);
  EXPECT_TRUE(summary.extent.account.starts_with("lineage, seed 1: ")) << summary.extent.account;
  EXPECT_NE(summary.extent.account.find(" 0 are left: none broke a law"), std::string::npos) << summary.extent.account;
  const sim::FaultCount& lost = summary.faults[static_cast<std::size_t>(sim::FaultKind::loss)].count;
  EXPECT_GT(lost.fired, 30u);
  EXPECT_EQ(lost.planned, lost.fired) << "each is aimed at something that is there";
  EXPECT_EQ(summary.faults[static_cast<std::size_t>(sim::FaultKind::crash)].count.planned, 0u);
}

/// The run in which a hunt of so many found it; nothing where it didn't.
std::optional<std::uint64_t> first_failure(const HuntSubject& subject, const std::string& path,
                                           const std::string& strategy) {
  const HuntSummary summary = hunted(subject, path, strategy, {.runs = 150, .stop_at_first = true});
  if (summary.causes.empty()) return std::nullopt;
  return summary.causes.front().first_run;
}

TEST(Lineage, finds_in_tens_of_runs_what_chance_does_not_find_in_as_many) {
  // Wrong: it would strike what doesn't matter, as chance does.
  const TestFolder folder;
  const std::string rare = "faults: [{loss: 0.001%}, {crash: \"*\", every: 1000s, restart_after: 50ms}]\n";
  struct Broken {
    const char* name;
    const char* design;
  };
  for (const Broken& each : {Broken{"dual_write", "{publication: {method: dual_write}}"},
                             Broken{"checkpoint_before", "{consumers: {catalog: {checkpoint: before}}}"},
                             Broken{"synced_too_late", "{event_store: {sync: after_answer}}"},
                             Broken{"no_inbox", "{consumers: {catalog: {inbox: off}}}"}}) {
    const HuntSubject subject = small_subject("design: " + std::string(each.design) + "\n" + rare);
    const std::string path = folder / each.name;
    EXPECT_EQ(first_failure(subject, path + "-random", "random"), std::nullopt) << each.name;
    const auto found = first_failure(subject, path + "-lineage", "lineage");
    EXPECT_TRUE(found.has_value()) << each.name;
    if (found) RecordProperty(each.name, static_cast<int>(*found));
  }
}

TEST(Lineage, knows_no_faults_but_those_that_the_scenario_has_to_reckon_with) {
  // Wrong: a design would be blamed for what it was told not to expect.
  const sim::FaultTarget handler{.process = "handler-1", .role = "handler", .host = {}};
  const sim::FaultTarget store{.process = "event-store", .role = "event_store", .host = {}};
  const sim::FaultTarget client{.process = "client-1", .role = "client", .host = {}};
  const FaultModel all(small_subject("faults: []\n").scenario);
  EXPECT_TRUE(all.may_lose(handler, store));
  EXPECT_EQ(all.crash_of(store), std::chrono::milliseconds(500));
  EXPECT_EQ(all.crash_of(client), std::nullopt);
  const FaultModel one(small_subject("faults: [{crash: handler-1, at: 1s, restart_after: 3s}]\n").scenario);
  EXPECT_FALSE(one.may_lose(handler, store));
  EXPECT_EQ(one.crash_of(handler), std::chrono::seconds(3));
  EXPECT_EQ(one.crash_of(store), std::nullopt);
  const FaultModel way(small_subject("faults: [{loss: 1%, on: {from: handler, to: event-store}}]\n").scenario);
  EXPECT_TRUE(way.may_lose(handler, store));
  EXPECT_FALSE(way.may_lose(store, handler));
}

}  // namespace
}  // namespace crisper::properties
