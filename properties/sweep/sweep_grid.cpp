#include "properties/sweep/sweep_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

/// A plain number is read at once: to set it in the scenario is to read all of that again, a hundred thousand times.
Result<std::uint64_t, std::string> seed_from(const std::string& value, const sim::Scenario& base,
                                             const sim::Vocabulary& vocabulary) {
  std::uint64_t seed = 0;
  const char* end = value.data() + value.size();
  const auto [read_to, error] = std::from_chars(value.data(), end, seed);
  if (error == std::errc() && read_to == end) return seed;
  const auto changed = sim::set_path(base, "seed", value, vocabulary);
  if (!changed) return failure("sweep.seed: " + changed.error().message);
  return changed->seed;
}

}  // namespace

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
  grid.vocabulary_.any_design = true;
  std::uint64_t points = 1;
  std::size_t places = 1;  // points without their seeds
  for (const sim::SweepAxis& axis : scenario.sweep) {
    // The parser saw to both; a setting from outside may have changed the axes since.
    if (axis.values.empty()) return failure(fmt::format("sweep.{}: there must be at least one value", axis.path));
    points *= axis.values.size();
    if (points > sim::sweep_points_max) {
      return failure(fmt::format("sweep: {} points or more; at most {}", points, sim::sweep_points_max));
    }
    if (axis.path != "seed") {
      grid.axes_.push_back(axis);
      places *= axis.values.size();
      continue;
    }
    for (const std::string& value : axis.values) {
      const Result<std::uint64_t, std::string> seed = seed_from(value, grid.base_, vocabulary);
      if (!seed) return failure(seed.error());
      grid.seeds_.push_back(*seed);
    }
  }
  if (grid.seeds_.empty()) grid.seeds_.push_back(scenario.seed);
  for (std::size_t place = 0; place < places; ++place) {
    const auto applied = grid.scenario_at(place);
    if (applied) {
      grid.groups_.push_back(place);
    } else if (!scenario.sweep_leaves_out) {
      return failure("sweep: " + applied.error() + "; with `refused: leave_out` such points are left out");
    } else {
      grid.left_out_.push_back({grid.settings_at(place), applied.error()});
    }
  }
  if (auto problem = grid.value_never_used()) return failure(std::move(*problem));
  return grid;
}

std::optional<std::string> SweepGrid::value_never_used() const {
  for (const LeftOut& each : left_out_) {
    for (std::size_t axis = 0; axis < each.settings.size(); ++axis) {
      const bool used = std::ranges::any_of(
          groups_, [&](std::size_t place) { return settings_at(place)[axis] == each.settings[axis]; });
      if (used) continue;
      return fmt::format("sweep: {}={} is refused with everything else: {}", each.settings[axis].path,
                         each.settings[axis].value, each.reason);
    }
  }
  return std::nullopt;
}

std::vector<SweepSetting> SweepGrid::settings_at(std::size_t group) const {
  std::vector<SweepSetting> settings(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0;) {
    const std::vector<std::string>& values = axes_[i].values;
    settings[i] = {axes_[i].path, values[group % values.size()]};
    group /= values.size();
  }
  return settings;
}

Result<sim::Scenario, std::string> SweepGrid::scenario_at(std::size_t place) const {
  std::vector<sim::Setting> together;
  std::string text;
  for (const SweepSetting& setting : settings_at(place)) {
    together.push_back({setting.path, setting.value});
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", setting.path, setting.value);
  }
  auto changed = sim::set_paths(base_, together, vocabulary_);
  if (!changed) return failure(fmt::format("{}: {}", text, changed.error().message));
  return std::move(*changed);
}

}  // namespace crisper::properties
