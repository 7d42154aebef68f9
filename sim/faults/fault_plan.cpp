#include "sim/faults/fault_plan.hpp"

#include <algorithm>

namespace crisper::sim {

void put_scheduled_first(FaultPlan& plan) {
  std::stable_partition(plan.faults.begin(), plan.faults.end(),
                        [](const Fault& fault) { return !is_message_fault(fault.kind); });
}

bool is_chosen(const FaultPlan& plan) { return std::ranges::any_of(plan.faults, &Fault::chosen); }

bool matches_pattern(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return true;
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace crisper::sim
