// A run idles: it polls for work that isn't there, and goes on for a while when nothing is left to do. Both are design,
// and neither has to do with the bug, but they are nearly all messages of a small run. So polls become rare and the end
// comes soon, as long as the failure stays the same to the number: a catalogue that shows too few since the run ended
// too early is not one that counted twice.
#include <array>
#include <chrono>

#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::properties {
namespace {

using namespace std::chrono_literals;

constexpr auto settles = std::to_array<Duration>({1ms, 10ms, 100ms, 1s});
constexpr auto polls = std::to_array<Duration>({50ms, 100ms, 200ms, 500ms, 1s, 2s, 5s, 10s});

/// Every `poll: 20ms` of the design, whatever polls there.
void collect_polls(const sim::YamlNode& node, const std::string& path, std::vector<std::string>& paths) {
  for (const sim::YamlEntry& entry : node.entries) {
    const std::string own = path + "." + entry.key;
    if (entry.key == "poll" && entry.value.is_scalar() && sim::parse_duration(entry.value.text)) paths.push_back(own);
    collect_polls(entry.value, own, paths);
  }
}

std::vector<std::string> poll_paths(const sim::Scenario& scenario) {
  const auto root = sim::parse_yaml(sim::to_yaml(scenario));
  std::vector<std::string> paths;
  const sim::YamlEntry* design = root ? root->find("design") : nullptr;
  if (design) collect_polls(design->value, "design", paths);
  return paths;
}

/// The first of the candidates whose run is quiet at its end, fails with the very same sentence and is shorter.
bool try_shorter(SmallestSoFar& smallest, const std::vector<RunCase>& candidates) {
  const Trial now = smallest.trial();
  return smallest
      .try_first(
          candidates.size(), [&](std::size_t n) { return candidates[n]; }, Aim::anew,
          [&](const Trial& trial) {
            return trial.quiet && trial.sentence == now.sentence && trial.deliveries < now.deliveries;
          })
      .has_value();
}

bool settle_sooner(SmallestSoFar& smallest) {
  std::vector<RunCase> candidates;
  for (const Duration settle : settles) {
    if (settle >= smallest.current().scenario.run.settle) break;
    candidates.push_back(smallest.current());
    candidates.back().scenario.run.settle = settle;
  }
  return try_shorter(smallest, candidates);
}

/// Each that is shorter than those before: a poll so rare that clients lose their patience makes more messages again.
bool poll_rarely(SmallestSoFar& smallest, const std::string& path) {
  bool any = false;
  for (const Duration poll : polls) {
    const auto changed = sim::set_path(smallest.current().scenario, path, sim::exact_text(poll));
    if (!changed) continue;
    RunCase candidate = smallest.current();
    candidate.scenario = *changed;
    any |= try_shorter(smallest, {std::move(candidate)});
  }
  return any;
}

}  // namespace

bool reducers::wait_less(SmallestSoFar& smallest) {
  bool any = settle_sooner(smallest);
  for (const std::string& path : poll_paths(smallest.current().scenario)) any |= poll_rarely(smallest, path);
  return any;
}

}  // namespace crisper::properties
