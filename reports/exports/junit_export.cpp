#include "properties/search/explore/hunt_summary.hpp"
#include "reports/exports/exports.hpp"
#include "reports/junit_report.hpp"

namespace crisper::reports {
namespace {

std::string junit_text(const RunSource& source) { return junit_report(source.run.result, source.run.remarks); }

std::string junit_text(const HuntSource& source) {
  const properties::RunResult all = as_one_run(source.summary);
  return junit_report({&all, 1});
}

}  // namespace

Exported junit_of(const ReportSubject& subject) {
  return std::visit([](const auto& source) { return junit_text(source); }, subject);
}

}  // namespace crisper::reports
