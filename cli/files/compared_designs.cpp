#include "cli/files/compared_designs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/files/scenario_source.hpp"
#include "cli/words/sweep_axes.hpp"
#include "properties/compare/comparable.hpp"
#include "properties/compare/comparison.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

constexpr std::size_t seeds_by_default = 20;

/// What a scenario is told by: its file without folder and ending; the whole path where others are called the same.
std::vector<std::string> names_of(const std::vector<std::string>& paths) {
  const auto stem = [](const std::string& path) { return std::filesystem::path(path).stem().string(); };
  std::vector<std::string> names;
  for (const std::string& path : paths) {
    const auto same = std::ranges::count_if(paths, [&](const std::string& each) { return stem(each) == stem(path); });
    names.push_back(same > 1 ? path : stem(path));
  }
  return names;
}

std::vector<sim::SweepAxis> axes_for(const DesignsWanted& wanted, const sim::Scenario& first) {
  std::vector<sim::SweepAxis> axes = wanted.over;
  sim::SweepAxis seeds{.path = "seed", .values = wanted.seeds};
  for (const sim::SweepAxis& each : first.sweep) {
    if (each.path == "seed") {
      if (seeds.values.empty()) seeds.values = each.values;
    } else if (wanted.over.empty() && wanted.paths.size() == 1) {
      axes.push_back(each);
    }
  }
  if (seeds.values.empty()) {
    for (std::size_t seed = 1; seed <= seeds_by_default; ++seed) seeds.values.push_back(std::to_string(seed));
  }
  axes.push_back(std::move(seeds));
  return axes;
}

Result<void, std::string> check_designs(const properties::SweepGrid& grid) {
  if (grid.groups() < 2) {
    return failure(std::string("there is only one design: name several scenarios, or say what varies, such as --over "
                               "'design.ownership.strategy=[row_lock, optimistic]'"));
  }
  if (grid.groups() > compared_designs_max) {
    return failure(fmt::format("{} designs are too many to be compared, at most {}; crisper sweep runs them",
                               grid.groups(), compared_designs_max));
  }
  const auto first = grid.scenario(0);
  for (std::size_t group = 1; first && group < grid.groups(); ++group) {
    const auto other = grid.scenario(group);
    const std::string why = other ? properties::why_incomparable(*first, *other) : other.error();
    if (why.empty()) continue;
    return failure(fmt::format("{} and {} can't be compared: {}", properties::design_name(grid.settings(0)),
                               properties::design_name(grid.settings(group)), why));
  }
  return {};
}

}  // namespace

Result<ComparedDesigns, std::string> compared_designs(const DesignsWanted& wanted) {
  std::vector<properties::NamedScenario> scenarios;
  const std::vector<std::string> names = names_of(wanted.paths);
  for (std::size_t i = 0; i < wanted.paths.size(); ++i) {
    if (std::ranges::count(wanted.paths, wanted.paths[i]) > 1) {
      return failure(fmt::format("{} is named twice: it is one design", wanted.paths[i]));
    }
    Result<sim::Scenario, std::string> scenario = read_scenario({wanted.paths[i], wanted.settings});
    if (!scenario) return failure(scenario.error());
    tell_warnings(*scenario, wanted.paths[i]);
    drop_axes(*scenario, wanted.settings);
    if (!wanted.engine.empty()) {
      drop_axis(*scenario, "engine");
      scenario->engine = wanted.engine;
    }
    if (scenario->engine.empty()) scenario->engine = "simgrid";
    scenarios.push_back({names[i], std::move(*scenario)});
  }
  sim::Scenario& first = scenarios.front().scenario;
  first.sweep = axes_for(wanted, first);
  auto grid = properties::SweepGrid::of_several(scenarios, properties::scenario_vocabulary());
  if (!grid) return failure(wanted.paths.front() + ": " + grid.error());
  if (const auto comparable = check_designs(*grid); !comparable) return failure(comparable.error());
  Result<std::string, std::string> source = read_text(wanted.paths.front(), sim::scenario_bytes_max);
  if (!source) return failure(source.error());
  return ComparedDesigns{
      .grid = std::move(*grid), .scenarios = std::move(scenarios), .source = std::move(*source)};
}

}  // namespace crisper::cli
