#include "cli/commands/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/complain.hpp"
#include "cli/output_directory.hpp"
#include "cli/option_values.hpp"
#include "cli/plan_source.hpp"
#include "cli/saved_run.hpp"
#include "cli/shell_words.hpp"
#include "properties/scenario_run.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::cli {
namespace {

/// The command line that repeats this run, whatever the scenario's own seed and engine become.
std::string replay_line(const RunCommand& command, const properties::ScenarioRunOptions& options) {
  std::string line =
      fmt::format("crisper run {} --engine {} --seed {}", quoted(command.scenario.path), options.engine, options.seed);
  for (const std::string& setting : command.scenario.settings) line += " --set " + quoted(setting);
  if (!command.plan_path.empty()) line += " --plan " + quoted(command.plan_path);
  return line;
}

void tell(const RunCommand& command, const properties::RunResult& result, const OutputDirectory& out,
          const std::vector<std::filesystem::path>& files) {
  if (command.json) return fmt::print("{}", reports::run_json(result));
  const std::string folder = out.target().lexically_proximate(std::filesystem::current_path()).string();
  fmt::print("{}\nwritten:\n", reports::terminal_report(result, {.colour = command.colour}));
  for (const std::filesystem::path& file : files) fmt::print("  {}/{}\n", folder, file.filename().string());
}

}  // namespace

int run_command(const RunCommand& command) {
  properties::ScenarioRunOptions options;
  if (!command.seed.empty()) {
    const auto seed = seed_of(command.seed);
    if (!seed) return complain(exit_usage, seed.error());
    options.seed = *seed;
  }
  if (const auto engine = check_engine(command.engine); !engine) return complain(exit_usage, engine.error());

  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  tell_warnings(*scenario, command.scenario.path);
  if (command.seed.empty()) options.seed = scenario->seed;
  options.engine = !command.engine.empty() ? command.engine : !scenario->engine.empty() ? scenario->engine : "simgrid";
  if (!command.plan_path.empty()) {
    Result<sim::PlanFile, std::string> plan = load_plan(command.plan_path);
    if (!plan) return complain(exit_bad_input, plan.error());
    options.plan = std::move(plan->plan);
  }
  options.replay = replay_line(command, options);

  const std::string folder = fmt::format("runs/{}-{}-{}", slug(scenario->name), options.engine, options.seed);
  Result<OutputDirectory, std::string> out =
      OutputDirectory::open(command.out.empty() ? folder : command.out, ResultKind::run);
  if (!out) return complain(exit_bad_input, out.error());
  if (command.trace) options.trace_path = out->staged("trace.sqlite").string();

  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(*scenario, options);
  if (!run) return complain(exit_internal, run.error());
  if (const auto written = write_run(*out, *scenario, *run); !written)
    return complain(exit_internal, written.error());
  const auto files = out->publish();
  if (!files) return complain(exit_internal, files.error());
  tell(command, run->result, *out, *files);
  return exit_code_of(run->result.verdict);
}

}  // namespace crisper::cli
