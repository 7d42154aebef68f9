#include <string>
#include <vector>

#include "properties/run_remarks.hpp"
#include "properties/search/explore/hunt_summary.hpp"
#include "reports/check_report.hpp"
#include "reports/exports/exports.hpp"
#include "reports/junit_report.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

std::string junit_text(const RunSource& source) { return junit_report(source.run.result, all_remarks(source.run)); }

std::string junit_text(const HuntSource& source) {
  const properties::RunResult all = as_one_run(source.summary);
  std::vector<std::string> remarks = remarks_of(all);
  remarks.insert(remarks.end(), source.remarks.begin(), source.remarks.end());
  return junit_report(all, remarks);
}

PropertyResult test_of(const SweepGroup& group) {
  std::string settings;
  for (const SweepSetting& each : group.settings) {
    settings += (settings.empty() ? "" : ", ") + each.path + "=" + each.value;
  }
  PropertyResult test{.name = "design[" + settings + "]", .meaning = "no seed fails", .verdict = group.verdict()};
  test.observed = group.runs();
  if (!group.failures.empty()) {
    test.reason = group.failures.front().property + ": " + group.failures.front().reason;
  } else if (const SeedOutcome* trouble = group.first_trouble()) {
    test.reason = trouble->reason;
  }
  return test;
}

/// A design is a test case.
std::string junit_text(const SweepSource& source) {
  RunResult all{.run = {.scenario = source.result.scenario, .engine = "sweep", .replay = {}},
                .verdict = source.result.verdict(),
                .reason = {},
                .properties = {},
                .metrics = {}};
  for (const SweepGroup& each : source.result.groups) all.properties.push_back(test_of(each));
  return junit_report({&all, 1});
}

std::string junit_text(const CheckSource& source) {
  const CheckContext& context = source.check.context;
  RunResult all{
      .run = {.scenario = context.scenario, .engine = "check", .seed = context.seed, .replay = context.replay},
      .verdict = source.check.result.verdict,
      .reason = source.check.result.reason,
      .properties = {},
      .metrics = {}};
  all.properties.push_back({.name = "every schedule within the bound",
                            .meaning = bound_text(context),
                            .verdict = source.check.result.verdict,
                            .reason = source.check.result.reason,
                            .observed = source.check.result.exploration.classes});
  return junit_report({&all, 1});
}

}  // namespace

Exported junit_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return junit_text(source); }, subject);
}

}  // namespace crisper::reports
