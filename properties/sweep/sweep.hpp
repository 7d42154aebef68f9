// Sweep: every point of a grid, run and judged, each in a process of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "properties/scenario_run.hpp"
#include "properties/sweep/sweep_group.hpp"

namespace crisper::properties {

struct SweepProgress {
  std::size_t done = 0;
  std::size_t points = 0;
  std::size_t failed = 0;
  std::size_t unknown = 0;
};

struct SweepOptions {
  std::string engine;                                  ///< of points that name none
  std::size_t at_once = 1;                             ///< child processes; changes how long it takes and nothing else
  std::function<void(const SweepProgress&)> on_run{};  ///< after each run, in the order in which they end
  /// After each run that was made and gave a summary of its own, also of how it died: its point in the grid.
  std::function<void(std::size_t, const RunSummary&)> on_summary{};
  /// A run that was made before, by its point in the grid, and is not made again; null: it is to be made.
  std::function<const RunSummary*(std::size_t)> known{};
  /// Asked before each run; true: make no more. What wasn't made is unknown.
  std::function<bool()> is_interrupted = [] { return false; };
  std::string why_not_made = "interrupted";  ///< where it was, and the machine did not give out
  std::vector<std::string> kept{};  ///< measures that are kept of each seed, beside those over all seeds
  /// What a child does with its point.
  std::function<Result<ScenarioRun, std::string>(const sim::Scenario&, const ScenarioRunOptions&)> run = run_scenario;
};

/// What a design has otherwise than in the baseline.
struct BaselineChange {
  std::string design;   ///< its settings, as text
  std::string measure;  ///< as RunSummary names it
  double was = 0;       ///< medians over the seeds
  double is = 0;
  bool is_worse = false;
  friend bool operator==(const BaselineChange&, const BaselineChange&) = default;
};

struct SweepResult {
  std::string scenario;
  std::vector<sim::SweepAxis> axes;  ///< without `seed`
  std::vector<std::uint64_t> seeds;
  std::vector<SweepGroup> groups;  ///< in the order of the grid
  std::vector<LeftOut> left_out{};  ///< what the scenario's other settings refuse
  std::size_t not_made = 0;        ///< runs, where it was interrupted or the machine gave out
  std::string machine_trouble{};   ///< the first of it, in one line; those runs are unknown
  std::string flaw{};              ///< of merged shards: why they are not the whole sweep; empty: they are
  std::optional<std::vector<BaselineChange>> against_baseline{};  ///< nothing: it is held to none

  bool is_worse_than_baseline() const;
  /// The worst of all groups; with a flaw unknown at least; worse than its baseline, it fails.
  Verdict verdict() const;
  friend bool operator==(const SweepResult&, const SweepResult&) = default;
};

/// Runs all points, in the order of the grid. A run that dies (a signal, no memory, an engine that can't be set up) is
/// unknown, with a reason, and the others go on; where the machine can start no more, the rest is not made. Memory:
/// what is measured in the groups that are under way.
SweepResult run_sweep(const SweepGrid& grid, const SweepOptions& options);

}  // namespace crisper::properties
