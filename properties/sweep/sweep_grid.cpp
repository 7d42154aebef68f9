#include "properties/sweep/sweep_grid.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/parse.hpp"

namespace crisper::properties {

Result<SweepGrid, std::string> SweepGrid::of(const sim::Scenario& scenario, const sim::Vocabulary& vocabulary) {
  if (scenario.sweep.empty()) {
    return failure(
        std::string("there is no `sweep:` section; one looks like this: "
                    "sweep: {seed: 1..20, design.ownership.strategy: [row_lock, none]}"));
  }
  SweepGrid grid;
  grid.base_ = scenario;
  grid.base_.sweep.clear();
  grid.vocabulary_ = vocabulary;
  std::uint64_t points = 1;
  for (const sim::SweepAxis& axis : scenario.sweep) {
    // The parser saw to both; a setting from outside may have changed the axes since.
    if (axis.values.empty()) return failure(fmt::format("sweep.{}: there must be at least one value", axis.path));
    points *= axis.values.size();
    if (points > sim::sweep_points_max) {
      return failure(fmt::format("sweep: {} points or more; at most {}", points, sim::sweep_points_max));
    }
    if (axis.path != "seed") {
      grid.axes_.push_back(axis);
      grid.groups_ *= axis.values.size();
      continue;
    }
    for (const std::string& value : axis.values) {
      const auto changed = sim::set_path(grid.base_, "seed", value, vocabulary);
      if (!changed) return failure("sweep.seed: " + changed.error().message);
      grid.seeds_.push_back(changed->seed);
    }
  }
  if (grid.seeds_.empty()) grid.seeds_.push_back(scenario.seed);
  for (std::size_t group = 0; group < grid.groups_; ++group) {
    if (auto applied = grid.scenario(group); !applied) return failure("sweep: " + applied.error());
  }
  return grid;
}

std::vector<SweepSetting> SweepGrid::settings(std::size_t group) const {
  std::vector<SweepSetting> settings(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0;) {
    const std::vector<std::string>& values = axes_[i].values;
    settings[i] = {axes_[i].path, values[group % values.size()]};
    group /= values.size();
  }
  return settings;
}

Result<sim::Scenario, std::string> SweepGrid::scenario(std::size_t group) const {
  sim::Scenario scenario = base_;
  for (const SweepSetting& setting : settings(group)) {
    auto changed = sim::set_path(scenario, setting.path, setting.value, vocabulary_);
    if (!changed) {
      return failure(fmt::format("{}={}: {}", setting.path, setting.value, changed.error().message));
    }
    scenario = std::move(*changed);
  }
  return scenario;
}

}  // namespace crisper::properties
