#include "reports/check_report.hpp"
#include "reports/exports/exports.hpp"
#include "reports/hunt_json.hpp"
#include "reports/run_json.hpp"
#include "reports/support/harmless_text.hpp"
#include "reports/sweep_json.hpp"

namespace crisper::reports {
namespace {

std::string json_text(const RunSource& source) { return run_json(source.run.result, all_remarks(source.run)); }
std::string json_text(const HuntSource& source) { return hunt_json(source.summary); }
std::string json_text(const SweepSource& source) {
  if (source.capacity) return sweep_json(source.result, *source.capacity);
  return sweep_json(source.result, source.comparison ? &*source.comparison : nullptr);
}
std::string json_text(const CheckSource& source) { return check_json(source.check.result, source.check.context); }

}  // namespace

Exported json_of(const ReportSubject& subject) {
  return harmless_text(std::visit([](const auto& source) { return json_text(source); }, subject));
}

}  // namespace crisper::reports
