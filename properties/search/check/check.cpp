#include "properties/search/check/check.hpp"

#include <fmt/format.h>

namespace crisper::properties::check {
namespace {

/// Why a search that met no failure isn't a pass; empty where it is one.
std::string doubt(const CheckResult& result, const Bound& bound) {
  const Exploration& found = result.exploration;
  if (!found.complete) return "stopped before all schedules were explored";
  if (found.cut > 0) return fmt::format("{} executions were longer than {} steps and were cut", found.cut, bound.depth);
  if (result.unknown > 0) {
    return fmt::format("{} of {} schedules say nothing: {}", result.unknown, found.classes, result.failure->reason);
  }
  return {};
}

}  // namespace

Result<CheckResult, std::string> check_scenario(const sim::Scenario& scenario, const CheckOptions& options) {
  Result<ScenarioUnderCheck, std::string> run = ScenarioUnderCheck::of(without_distances(scenario), options.run);
  if (!run) return failure(run.error());

  CheckResult result;
  const auto keep = [&] {
    result.failure = run->result();
    result.plan = run->plan();
  };
  Explorer explorer(*run, options.bound);
  result.exploration = explorer.explore([&](ExecutionEnd end, const Exploration& so_far) {
    if (end == ExecutionEnd::complete && run->result()->verdict == Verdict::fail) {
      ++result.failed;
      keep();
      return false;
    }
    if (end == ExecutionEnd::complete && run->result()->verdict == Verdict::unknown && result.unknown++ == 0) keep();
    if (options.executions_max > 0 && so_far.executions >= options.executions_max) return false;
    return !options.enough || !options.enough(so_far);
  });
  if (result.failed > 0) {
    result.verdict = Verdict::fail;
    result.reason = result.failure->reason;
    return result;
  }
  result.reason = doubt(result, options.bound);
  result.verdict = result.reason.empty() ? Verdict::pass : Verdict::unknown;
  return result;
}

}  // namespace crisper::properties::check
