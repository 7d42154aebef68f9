#include "properties/sweep/sweep_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "core/base/assert.hpp"
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
  return of_several({{scenario.name, scenario}}, vocabulary);
}

Result<SweepGrid, std::string> SweepGrid::of_several(const std::vector<NamedScenario>& scenarios,
                                                     const sim::Vocabulary& vocabulary) {
  CRISPER_ASSERT(!scenarios.empty(), "a sweep begins with a scenario");
  SweepGrid grid;
  grid.vocabulary_ = vocabulary;
  grid.vocabulary_.any_design = true;
  std::vector<sim::SweepAxis> axes = scenarios.front().scenario.sweep;
  sim::SweepAxis names{.path = std::string(scenario_axis), .values = {}};
  for (const NamedScenario& each : scenarios) {
    names.values.push_back(each.name);
    grid.bases_.push_back(each.scenario);
    grid.bases_.back().sweep.clear();
  }
  if (scenarios.size() > 1) axes.insert(axes.begin(), std::move(names));
  if (const auto added = grid.add_axes(axes); !added) return failure(added.error());
  if (const auto applied = grid.apply_all(scenarios.front().scenario.sweep_leaves_out); !applied) {
    return failure(applied.error());
  }
  return grid;
}

Result<void, std::string> SweepGrid::add_axes(const std::vector<sim::SweepAxis>& axes) {
  std::uint64_t points = 1;
  for (const sim::SweepAxis& axis : axes) {
    // The parser saw to both; a setting from outside may have changed the axes since.
    if (axis.values.empty()) return failure(fmt::format("sweep.{}: there must be at least one value", axis.path));
    points *= axis.values.size();
    if (points > sim::sweep_points_max) {
      return failure(fmt::format("sweep: {} points or more; at most {}", points, sim::sweep_points_max));
    }
    if (axis.path != "seed") {
      axes_.push_back(axis);
      continue;
    }
    for (const std::string& value : axis.values) {
      const Result<std::uint64_t, std::string> seed = seed_from(value, base(), vocabulary_);
      if (!seed) return failure(seed.error());
      seeds_.push_back(*seed);
    }
  }
  if (seeds_.empty()) seeds_.push_back(base().seed);
  return {};
}

Result<void, std::string> SweepGrid::apply_all(bool leaves_out) {
  std::size_t places = 1;  // points without their seeds
  for (const sim::SweepAxis& axis : axes_) places *= axis.values.size();
  for (std::size_t place = 0; place < places; ++place) {
    const auto applied = scenario_at(place);
    if (applied) {
      groups_.push_back(place);
    } else if (!leaves_out) {
      return failure("sweep: " + applied.error() + "; with `refused: leave_out` such points are left out");
    } else {
      left_out_.push_back({settings_at(place), applied.error()});
    }
  }
  if (auto problem = value_never_used()) return failure(std::move(*problem));
  return {};
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

std::string settings_text(const std::vector<SweepSetting>& settings) {
  std::string text;
  for (const SweepSetting& each : settings) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", each.path, each.value);
  }
  return text;
}

std::string design_text(const std::vector<SweepSetting>& settings) {
  return settings.empty() ? "this design" : settings_text(settings);
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
  const std::vector<SweepSetting> settings = settings_at(place);
  const sim::Scenario* base = &bases_.front();
  for (const SweepSetting& setting : settings) {
    if (bases_.size() > 1 && setting.path == scenario_axis) {
      base = &bases_[static_cast<std::size_t>(std::ranges::find(axes_.front().values, setting.value) -
                                              axes_.front().values.begin())];
    } else {
      together.push_back({setting.path, setting.value});
    }
  }
  auto changed = sim::set_paths(*base, together, vocabulary_);
  if (!changed) return failure(fmt::format("{}: {}", settings_text(settings), changed.error().message));
  return std::move(*changed);
}

}  // namespace crisper::properties
