#include "core/service/duty.hpp"

#include <algorithm>

namespace crisper {

std::uint32_t handlers_at_most(const CommandQueueDesign& design) {
  std::uint32_t most = design.handlers;
  for (const ScaleStep& step : design.scale) most = std::max(most, step.handlers);
  return most;
}

std::vector<Duty> duties_of(const CommandQueueDesign& design, std::uint32_t handler) {
  std::vector<Duty> duties;
  bool on_duty = handler <= design.handlers;
  if (on_duty) duties.push_back({.from = sim_start});
  for (const ScaleStep& step : design.scale) {
    const bool wanted = handler <= step.handlers;
    if (wanted && !on_duty) duties.push_back({.from = sim_start + step.at});
    if (!wanted && on_duty) duties.back().until = sim_start + step.at;
    on_duty = wanted;
  }
  return duties;
}

}  // namespace crisper
