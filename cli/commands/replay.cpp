#include "cli/commands/replay.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/complain.hpp"
#include "cli/plan_source.hpp"
#include "cli/scenario_source.hpp"
#include "cli/shell_words.hpp"
#include "properties/scenario_run.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"
#include "sim/engine/make_engine.hpp"

namespace crisper::cli {

int replay_command(const ReplayCommand& command) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path plan_path =
      fs::is_directory(command.path, error) ? fs::path(command.path) / "plan.yaml" : fs::path(command.path);
  const Result<sim::PlanFile, std::string> plan = load_plan(plan_path.string());
  if (!plan) return complain(exit_bad_input, plan.error());
  const ScenarioSource source{.path = (plan_path.parent_path() / "scenario.yaml").string(), .settings = {}};
  const Result<sim::Scenario, std::string> scenario = read_scenario(source);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const std::string engine = plan->engine.empty() ? scenario->engine : plan->engine;
  if (sim::meaning_of_engine(engine).empty()) {
    return complain(exit_bad_input, fmt::format("{}: there is no engine '{}'", plan_path.string(), engine));
  }

  properties::ScenarioRunOptions options;
  options.seed = plan->seed;
  options.engine = engine;
  options.plan = plan->plan;
  options.replay = "crisper replay " + quoted(command.path);
  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(*scenario, options);
  if (!run) return complain(exit_internal, run.error());

  fmt::print("{}", command.json ? reports::run_json(run->result)
                                : "\n" + reports::terminal_report(run->result, {.colour = command.colour}));
  const std::string now = digest_text(run->result.run.digest);
  std::FILE* where = command.json ? stderr : stdout;
  if (plan->edited()) {
    fmt::print(where, "the plan was edited since it was written: this is another run (digest {}, it was {})\n", now,
               digest_text(plan->digest));
    return exit_code_of(run->result.verdict);
  }
  if (run->result.run.digest == plan->digest) {
    fmt::print(where, "the same run to the bit (digest {})\n", now);
    return exit_code_of(run->result.verdict);
  }
  fmt::print(where,
             "NOT the same run: digest {}, it was {}; was it written by another version, or scenario.yaml edited?\n",
             now, digest_text(plan->digest));
  return exit_unknown;
}

}  // namespace crisper::cli
