#include "cli/files/plan_source.hpp"

#include <fmt/format.h>

#include "cli/files/scenario_source.hpp"
#include "sim/engine/make_engine.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::cli {
namespace {

constexpr std::size_t plan_bytes_max = std::size_t{64} << 20;

}  // namespace

Result<sim::PlanFile, std::string> load_plan(const std::string& path) {
  const Result<std::string, std::string> text = read_text(path, plan_bytes_max);
  if (!text) return failure(text.error());
  Result<sim::PlanFile, sim::PlanFileError> plan = sim::read_plan(*text, path);
  if (!plan) return failure(plan.error().text());
  return std::move(*plan);
}

Result<RunWords, std::string> words_of_run(const sim::PlanFile& plan, const std::string& path, const RunWords& given) {
  const auto other = [&](const std::string& what, const std::string& its, const std::string& asked) {
    return failure(fmt::format("{}: the plan is of a run {} {}, not {}: it strikes other messages there", path, what,
                               its, asked));
  };
  if (!plan.engine.empty() && sim::meaning_of_engine(plan.engine).empty()) {
    return failure(fmt::format("{}: there is no engine '{}'", path, plan.engine));
  }
  if (!plan.scenario.empty() && plan.scenario != given.scenario) {
    return other("of", "'" + plan.scenario + "'", "'" + given.scenario + "'");
  }
  if (!plan.engine.empty() && !given.engine.empty() && plan.engine != given.engine) {
    return other("on", plan.engine, given.engine);
  }
  if (plan.seed && given.seed && *plan.seed != *given.seed) {
    return other("with seed", std::to_string(*plan.seed), std::to_string(*given.seed));
  }
  RunWords words = given;
  if (!plan.engine.empty()) words.engine = plan.engine;
  if (plan.seed) words.seed = plan.seed;
  return words;
}

Result<void, std::string> check_plan_names(const sim::FaultPlan& plan, const sim::Scenario& scenario) {
  const auto platform = sim::platform_for(scenario.deployment);
  if (!platform) return failure(platform.error().text);
  const sim::Wiring wiring = sim::wiring_of(scenario, *platform);
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    for (const std::string& name : {plan.faults[i].from, plan.faults[i].to}) {
      const std::string problem = sim::problem_with_name(name, wiring);
      if (!problem.empty()) return failure(fmt::format("faults.{}: {}", i, problem));
    }
  }
  return {};
}

}  // namespace crisper::cli
