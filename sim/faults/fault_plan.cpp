#include "sim/faults/fault_plan.hpp"

#include <algorithm>
#include <utility>

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

bool patterns_meet(std::string_view a, std::string_view b) {
  // meet[j]: the rest of `a` from here, and the rest of `b` from j.
  std::vector<bool> meet(b.size() + 1), below(b.size() + 1);
  for (std::size_t i = a.size() + 1; i-- > 0; std::swap(meet, below)) {
    for (std::size_t j = b.size() + 1; j-- > 0;) {
      const bool a_ends = i == a.size();
      const bool b_ends = j == b.size();
      const bool a_skips = !a_ends && a[i] == '*' && (below[j] || (!b_ends && meet[j + 1]));
      const bool b_skips = !b_ends && b[j] == '*' && (meet[j + 1] || (!a_ends && below[j]));
      meet[j] = (a_ends && b_ends) || a_skips || b_skips ||
                (!a_ends && !b_ends && a[i] != '*' && a[i] == b[j] && below[j + 1]);
    }
  }
  return below[0];
}

}  // namespace crisper::sim
