#include "core/design/duties.hpp"

#include <algorithm>

namespace crisper {

namespace {

/// From this time on, so many.
struct Step {
  Duration at{};
  std::uint32_t count = 0;
};

std::vector<Step> steps_of(const CommandQueueDesign& design) {
  std::vector<Step> steps;
  for (const ScaleStep& step : design.scale) steps.push_back({step.at, step.handlers});
  return steps;
}

std::vector<Step> steps_of(const ConsumerDesign& design) {
  std::vector<Step> steps;
  for (const ReadNodeStep& step : design.read_scale) steps.push_back({step.at, step.nodes});
  return steps;
}

std::uint32_t at_most(std::uint32_t most, const std::vector<Step>& steps) {
  for (const Step& step : steps) most = std::max(most, step.count);
  return most;
}

std::vector<Duty> duties(std::uint32_t first, const std::vector<Step>& steps, std::uint32_t number) {
  std::vector<Duty> duties;
  bool on_duty = number <= first;
  if (on_duty) duties.push_back({.from = sim_start});
  for (const Step& step : steps) {
    const bool wanted = number <= step.count;
    if (wanted && !on_duty) duties.push_back({.from = sim_start + step.at});
    if (!wanted && on_duty) duties.back().until = sim_start + step.at;
    on_duty = wanted;
  }
  return duties;
}

}  // namespace

std::uint32_t handlers_at_most(const CommandQueueDesign& design) { return at_most(design.handlers, steps_of(design)); }

std::uint32_t read_nodes_at_most(const ConsumerDesign& design) { return at_most(design.read_nodes, steps_of(design)); }

std::vector<Duty> duties_of(const CommandQueueDesign& design, std::uint32_t handler) {
  return duties(design.handlers, steps_of(design), handler);
}

std::vector<Duty> duties_of(const ConsumerDesign& design, std::uint32_t read_node) {
  return duties(design.read_nodes, steps_of(design), read_node);
}

}  // namespace crisper
