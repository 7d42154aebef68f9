// check: every schedule of a scenario within a bound, judged.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "properties/run_result.hpp"
#include "properties/search/check/explorer.hpp"
#include "properties/search/check/scenario_under_check.hpp"

namespace crisper::properties::check {

struct CheckOptions {
  Bound bound;
  UnderCheckOptions run;
  /// 0: no limit; else the search is one part, by one thread, so that the same ones are run and none is spent on
  /// finding parts.
  std::uint64_t executions_max = 0;
  std::size_t at_once = 1;           ///< threads; changes no result
  /// Asked now and then, by one thread at a time: true ends the search (a time limit, an interruption). It is told of
  /// all executions, those that look for parts included; these are in no result.
  std::function<bool(const Exploration&)> enough;
};

struct CheckResult {
  Exploration exploration;
  Verdict verdict = Verdict::unknown;
  std::string reason;          ///< of what isn't a pass
  std::uint64_t failed = 0;    ///< classes
  std::uint64_t unknown = 0;      ///< classes in which something stayed open
  std::uint64_t saw_nothing = 0;  ///< classes in which nothing was carried out or nobody was answered
  std::uint64_t walks = 0;     ///< schedules drawn at random before a long search; none is counted in it
  std::vector<std::string> not_judged;  ///< about time, and in a check the time is not the scenario's own
  std::optional<RunResult> failure;  ///< the first one that failed, else the first that said nothing
  sim::FaultPlan plan;               ///< what repeats it, on without_distances(scenario)
};

/// Stops at the first failure, in the order of the search's parts. Before a search that seems to be a long one, by its
/// first executions, schedules are drawn at random, the same for a seed, and a failure among them ends it.
/// Fails with one line where the scenario can't be run.
Result<CheckResult, std::string> check_scenario(const sim::Scenario& scenario, const CheckOptions& options);

}  // namespace crisper::properties::check
