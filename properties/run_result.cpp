#include "properties/run_result.hpp"

#include "properties/registry.hpp"

namespace crisper::properties {

PropertyResult not_judged(PropertyResult result) {
  result.verdict = Verdict::unknown;
  result.reason = "not judged: a search moved messages in time";
  result.judged = result.counts = false;
  result.violation_count = 0;
  result.violations.clear();
  return result;
}

bool begins_with(const std::string& reason, const std::string& property) {
  return reason.starts_with(property + ": ");
}

bool tells_by(const std::string& reason, const std::string& property) {
  return begins_with(reason, property) || reason.find("; " + property + ": ") != std::string::npos;
}

bool only_tells_that_open(const PropertyResult& failed) {
  if (failed.violations.empty() || !failed.violations.front().at_end) return false;
  const PropertyEntry* known = find_property(failed.name);
  return known && known->info.tells_that_open;
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
