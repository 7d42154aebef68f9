#include "properties/sweep/sweep.hpp"

#include <algorithm>
#include <map>

#include "sim/engine/worker_pool.hpp"

namespace crisper::properties {
namespace {

std::string engine_of(const sim::Scenario& scenario, const SweepOptions& options) {
  return scenario.engine.empty() ? options.engine : scenario.engine;
}

/// In the child: the summary of one point, whatever happens short of dying.
RunSummary run_point(const SweepGrid& grid, std::size_t point, const SweepOptions& options) {
  const Result<sim::Scenario, std::string> scenario = grid.scenario(point / grid.seeds().size());
  if (!scenario) return broken_run(scenario.error());
  ScenarioRunOptions how;
  how.seed = grid.seeds()[point % grid.seeds().size()];
  how.engine = engine_of(*scenario, options);
  const Result<ScenarioRun, std::string> run = options.run(*scenario, how);
  return run ? summary_of(run->result) : broken_run("the run could not be made: " + run.error());
}

RunSummary received(const sim::JobOutcome& run) {
  if (!run.is_done()) return broken_run("the run's process " + run.why_and_last_words());
  if (auto summary = decode_run_summary(run.output)) return std::move(*summary);
  return broken_run("the run's process gave no result");
}

/// Groups under way; the finished ones are where they belong.
class Gathering {
 public:
  Gathering(const SweepGrid& grid, const SweepOptions& options, SweepResult& result)
      : grid_(grid), options_(options), result_(result) {
    progress_.points = grid.points();
  }

  void add(std::size_t point, RunSummary summary) {
    ++progress_.done;
    progress_.failed += summary.verdict == Verdict::fail;
    progress_.unknown += summary.verdict == Verdict::unknown;
    const std::size_t seeds = grid_.seeds().size();
    const std::size_t group = point / seeds;
    const auto under_way = under_way_.try_emplace(group, grid_.seeds(), options_.kept).first;
    under_way->second.add(point % seeds, std::move(summary));
    if (under_way->second.is_complete()) {
      result_.groups[group] = under_way->second.finish();
      result_.groups[group].settings = grid_.settings(group);
      if (const auto scenario = grid_.scenario(group)) result_.groups[group].engine = engine_of(*scenario, options_);
      under_way_.erase(under_way);
    }
    if (options_.on_run) options_.on_run(progress_);
  }

 private:
  const SweepGrid& grid_;
  const SweepOptions& options_;
  SweepResult& result_;
  std::map<std::size_t, SweepGroupBuilder> under_way_;
  SweepProgress progress_;
};

}  // namespace

bool SweepResult::is_worse_than_baseline() const {
  return against_baseline && std::ranges::any_of(*against_baseline, &BaselineChange::is_worse);
}

Verdict SweepResult::verdict() const {
  Verdict worst = flaw.empty() ? Verdict::pass : Verdict::unknown;
  if (is_worse_than_baseline()) worst = Verdict::fail;
  for (const SweepGroup& group : groups) worst = worst_of(worst, group.verdict());
  return groups.empty() ? Verdict::unknown : worst;
}

SweepResult run_sweep(const SweepGrid& grid, const SweepOptions& options) {
  SweepResult result{.scenario = grid.base().name,
                     .axes = grid.axes(),
                     .seeds = grid.seeds(),
                     .groups = {},
                     .left_out = grid.left_out()};
  result.groups.resize(grid.groups());
  Gathering gathering(grid, options, result);
  std::vector<std::size_t> missing;  // points
  for (std::size_t point = 0; point < grid.points(); ++point) {
    const RunSummary* known = options.known ? options.known(point) : nullptr;
    known ? gathering.add(point, *known) : missing.push_back(point);
  }
  bool may_go_on = true;
  std::size_t made = 0;
  sim::run_in_workers(
      {.take = sim::numbers_below(missing.size(), [&] { return may_go_on && !options.is_interrupted(); }),
       .body = [&](std::uint64_t job) { return encode(run_point(grid, missing[job], options)); },
       .done =
           [&](std::uint64_t job, const sim::JobOutcome& run) {
             ++made;
             RunSummary summary = received(run);
             if (options.on_summary && !run.is_machine_trouble()) options.on_summary(missing[job], summary);
             gathering.add(missing[job], std::move(summary));
             if (run.end == sim::JobOutcome::End::not_started) may_go_on = false;
             if (run.is_machine_trouble() && result.machine_trouble.empty()) {
               result.machine_trouble = "a run's process " + run.why_and_last_words();
             }
           }},
      {.at_once = options.at_once, .output_bytes_max = std::size_t{64} << 20, .tries_max = sim::run_tries_max});
  for (std::size_t i = made; i < missing.size(); ++i) {  // they were begun in their order
    gathering.add(missing[i], not_made(may_go_on ? options.why_not_made : result.machine_trouble));
  }
  result.not_made = missing.size() - made;
  return result;
}

}  // namespace crisper::properties
