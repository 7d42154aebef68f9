#include <string>
#include <vector>

#include "properties/run_remarks.hpp"
#include "properties/search/explore/hunt_summary.hpp"
#include "reports/check_report.hpp"
#include "reports/exports/exports.hpp"
#include "reports/junit_report.hpp"
#include "reports/sweep_junit.hpp"

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

std::string junit_text(const SweepSource& source) {
  if (source.capacity) return capacity_junit(source.result, *source.capacity);
  return source.comparison ? compare_junit(source.result, *source.comparison) : sweep_junit(source.result);
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
