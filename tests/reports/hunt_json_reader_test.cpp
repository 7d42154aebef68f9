#include "reports/hunt_json_reader.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/hunt_json.hpp"
#include "reports/hunt_report.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

HuntSummary hunt(bool is_saved) {
  HuntSummary summary;
  HuntCause cause;
  cause.property = "single_writer";
  cause.signature = cause.reason = "two wrote";
  if (is_saved) {
    cause.replay = "crisper replay hunt/failures/1-single-writer";
    cause.remark = "made again it was another run";
    cause.shrunk = HuntShrunk{.before = {.steps = 9},
                              .after = {.steps = 1, .deliveries = 12},
                              .minimal = true,
                              .reason = "two wrote",
                              .file = "hunt/failures/1-single-writer/shrunk.yaml",
                              .replay = "crisper replay it"};
  }
  summary.causes = {cause};
  return summary;
}

TEST(HuntReport, says_of_random_runs_that_none_passed_and_not_that_there_were_none) {
  // Wrong: twelve runs were drawn by `random`, and the conclusion says that none was.
  HuntSummary summary;
  summary.verdict = Verdict::unknown;
  summary.tally = {.runs = 18, .passed = 6, .unknown = 12};
  summary.strategies = {{"random", {.runs = 12, .unknown = 12}, true}, {"pct", {.runs = 6, .passed = 6}, true}};
  EXPECT_NE(hunt_report(summary).find("None that `random` drew passed"), std::string::npos) << hunt_report(summary);
  summary.strategies.erase(summary.strategies.begin());
  EXPECT_NE(hunt_report(summary).find("None was drawn by `random`"), std::string::npos) << hunt_report(summary);
}

TEST(HuntReport, says_what_a_reorder_of_a_scheduler_is) {
  // Wrong: thousands of reorders that never fired look as if a hunt had tested nothing.
  HuntSummary summary;
  summary.tally = {.runs = 6, .passed = 6};
  summary.strategies = {{"pct", {.runs = 6, .passed = 6}, true}};
  summary.faults[static_cast<std::size_t>(sim::FaultKind::reorder)].count = {.planned = 9518, .armed = 9518};
  EXPECT_NE(hunt_report(summary).find("a scheduler held back"), std::string::npos);
  summary.strategies[0].strategy = "random";
  EXPECT_EQ(hunt_report(summary).find("a scheduler held back"), std::string::npos);
}

TEST(HuntJsonReader, adds_what_only_the_json_has) {
  HuntSummary read = hunt(false);
  ASSERT_TRUE(add_saved_causes(read, hunt_json(hunt(true))));
  EXPECT_EQ(read, hunt(true));
}

TEST(HuntJsonReader, says_what_is_wrong_and_changes_nothing) {
  // Wrong: a hunt whose causes were saved is reported as one that saved none.
  auto of_another_version = nlohmann::json::parse(hunt_json(hunt(true)));
  of_another_version["crisper_hunt"] = 2;
  auto damaged = nlohmann::json::parse(hunt_json(hunt(true)));
  damaged["causes"][0]["shrunk"]["before"]["steps"] = -1;
  for (const std::string& each : {std::string(), std::string("[]"), std::string("{}"), of_another_version.dump(),
                                  damaged.dump()}) {
    HuntSummary read = hunt(false);
    const auto added = add_saved_causes(read, each);
    ASSERT_FALSE(added) << each;
    EXPECT_FALSE(added.error().empty());
    EXPECT_EQ(read, hunt(false)) << each;
  }
}

}  // namespace
}  // namespace crisper::reports
