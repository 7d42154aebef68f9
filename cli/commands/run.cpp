#include "cli/commands/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/exit_code.hpp"
#include "cli/output_directory.hpp"
#include "properties/scenario_run.hpp"
#include "reports/junit_report.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"
#include "sim/engine/make_engine.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

int complain(ExitCode code, const std::string& line) {
  fmt::print(stderr, "crisper: {}\n", line);
  return code;
}

int exit_code_of(properties::Verdict verdict) {
  switch (verdict) {
    case properties::Verdict::pass: return exit_pass;
    case properties::Verdict::fail: return exit_fail;
    case properties::Verdict::unknown: return exit_unknown;
  }
  return exit_internal;
}

/// "lunch rush, row locks" -> "lunch-rush-row-locks"
std::string slug(const std::string& name) {
  std::string result;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (plain || capital) {
      result += capital ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.empty() ? "run" : result.substr(0, 60);
}

/// For a command line that can be pasted.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-_./=:,+@%").contains(c);
  });
  if (plain) return word;
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string replay_line(const RunCommand& command, const properties::ScenarioRunOptions& options) {
  std::string line = fmt::format("crisper run {} --engine {} --seed {}", quoted(command.scenario.path), options.engine,
                                 options.seed);
  for (const std::string& setting : command.scenario.settings) line += " --set " + quoted(setting);
  if (!command.plan_path.empty()) line += " --plan " + quoted(command.plan_path);
  return line;
}

}  // namespace

int run_command(const RunCommand& command) {
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());

  properties::ScenarioRunOptions options;
  options.seed = command.seed.value_or(scenario->seed);
  options.engine = !command.engine.empty() ? command.engine : !scenario->engine.empty() ? scenario->engine : "simgrid";
  if (!command.plan_path.empty()) {
    const Result<std::string, std::string> text = read_text(command.plan_path, 64 << 20);
    if (!text) return complain(exit_bad_input, text.error());
    Result<sim::PlanFile, sim::PlanFileError> plan = sim::read_plan(*text, command.plan_path);
    if (!plan) return complain(exit_bad_input, plan.error().text());
    options.plan = std::move(plan->plan);
  }
  options.replay = replay_line(command, options);

  const std::string folder =
      !command.out.empty() ? command.out : fmt::format("runs/{}-{}-{}", slug(scenario->name), options.engine, options.seed);
  Result<OutputDirectory, std::string> out = OutputDirectory::open(folder);
  if (!out) return complain(exit_bad_input, out.error());
  if (command.trace) options.trace_path = out->staged("trace.sqlite");

  const Result<properties::ScenarioRun, std::string> run = properties::run_scenario(*scenario, options);
  if (!run) return complain(exit_internal, run.error());

  sim::Scenario resolved = *scenario;
  resolved.seed = options.seed;
  resolved.engine = options.engine;
  const sim::PlanFile plan{.scenario = scenario->name,
                           .engine = options.engine,
                           .seed = options.seed,
                           .digest = run->result.run.digest,
                           .plan = run->plan};
  const std::string json = reports::run_json(run->result);
  const properties::RunResult results[] = {run->result};
  for (const auto& [name, text] : {std::pair<const char*, std::string>{"scenario.yaml", sim::to_yaml(resolved)},
                                   {"plan.yaml", sim::write_plan(plan)},
                                   {"result.json", json},
                                   {"junit.xml", reports::junit_report(results)}}) {
    if (const auto written = out->write(name, text); !written) return complain(exit_internal, written.error());
  }
  const auto files = out->publish();
  if (!files) return complain(exit_internal, files.error());

  if (command.json) {
    fmt::print("{}", json);
  } else {
    fmt::print("{}\nwritten to {}/: ", reports::terminal_report(run->result, {.colour = command.colour}),
               out->target().lexically_proximate(std::filesystem::current_path()).string());
    for (std::size_t i = 0; i < files->size(); ++i) {
      fmt::print("{}{}", i == 0 ? "" : ", ", (*files)[i].filename().string());
    }
    fmt::print("\n");
  }
  return exit_code_of(run->result.verdict);
}

}  // namespace crisper::cli
