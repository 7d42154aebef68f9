#include "sim/trace/trace_options.hpp"

#include "sim/faults/fault_plan.hpp"

namespace crisper::sim {

Result<KindSet, TraceError> kinds_matching(std::string_view patterns) {
  KindSet kinds;
  while (!patterns.empty()) {
    const std::size_t comma = patterns.find(',');
    const std::string_view pattern = patterns.substr(0, comma);
    patterns = comma == std::string_view::npos ? std::string_view() : patterns.substr(comma + 1);
    bool found = false;
    for (std::size_t i = 0; i < observation_kinds.size(); ++i) {
      if (!matches_pattern(pattern, observation_kinds[i].name)) continue;
      kinds.set(i);
      found = true;
    }
    if (!found) {
      const std::string why = "no kind of observation matches '" + std::string(pattern) + "'";
      return failure(TraceError{TraceErrorCode::query, why});
    }
  }
  return kinds;
}

}  // namespace crisper::sim
