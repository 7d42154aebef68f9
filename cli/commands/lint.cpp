// crisper lint: what can be said against a design before any run of it.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "cli/files/scenario_source.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/say.hpp"
#include "cli/words/command_words.hpp"
#include "reports/lint_report.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

struct LintCommand {
  ScenarioSource scenario;
  bool notes = false;
  bool json = false;
  bool sarif = false;
};

/// Returns an ExitCode.
int lint_command(const LintCommand& command) {
  if (command.json && command.sarif) return complain(exit_usage, "lint: --json or --sarif, not both");
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const Result<std::string, std::string> text = read_text(command.scenario.path, sim::scenario_bytes_max);
  if (!text) return complain(exit_bad_input, text.error());
  reports::LintReport report{
      .file = command.scenario.path, .scenario = scenario->name, .findings = properties::lint(*scenario)};
  properties::place_in_text(report.findings, *text);
  if (command.sarif) {
    fmt::print("{}", reports::lint_sarif(report));
  } else if (command.json) {
    fmt::print("{}", reports::lint_json(report));
  } else {
    say(reports::lint_text(report, command.notes, terminal(wants_colour())));
  }
  return reports::count_of(report, properties::LintLevel::error) > 0 ? exit_fail : exit_pass;
}

}  // namespace

Command add_lint_command(CLI::App& line) {
  auto command = std::make_shared<LintCommand>();
  CommandWords words(
      line, "lint", "What can be said against a design before any run of it",
      "Exit code 1 where there is an error: some run of the design breaks a law.\n"
      "`crisper list lints` names the rules.\n\n"
      "Examples:\n  crisper lint scenarios/examples/lunch_rush.yaml\n"
      "  crisper lint scenarios/examples/lunch_rush.yaml --set design.ownership.fencing=off\n"
      "  crisper lint scenarios/examples/lunch_rush.yaml --sarif > lint.sarif");
  words.required("scenario", command->scenario.path, "the scenario")
      .settings(command->scenario.settings)
      .flag("--notes", command->notes, "show also what is true of designs that are right")
      .flag("--json", command->json, "one JSON object, notes included")
      .flag("--sarif", command->sarif, "a SARIF 2.1.0 log, which hosts of code turn into annotations");
  return {words.app(), [command] { return lint_command(*command); }};
}

}  // namespace crisper::cli
