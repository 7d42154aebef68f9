#include "properties/run_result.hpp"

namespace crisper::properties {

PropertyResult not_judged(PropertyResult result) {
  result.verdict = Verdict::unknown;
  result.reason = "not judged: a search moved messages in time";
  result.judged = result.counts = false;
  result.violation_count = 0;
  result.violations.clear();
  return result;
}

bool tells_by(const std::string& reason, const std::string& property) {
  return reason.starts_with(property + ": ") || reason.find("; " + property + ": ") != std::string::npos;
}

const PropertyResult* headline_of(const RunResult& result) {
  const PropertyResult* first = nullptr;
  for (const PropertyResult& each : result.properties) {
    if (!each.counts || each.verdict != Verdict::fail) continue;
    if (tells_by(result.reason, each.name)) return &each;
    if (!first) first = &each;
  }
  return first;
}

}  // namespace crisper::properties
