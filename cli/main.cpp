// The crisper command.
#include <CLI/CLI.hpp>
#include <exception>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "cli/commands/all_commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/words/command_line.hpp"
#include "core/base/version.hpp"

namespace {

using namespace crisper::cli;

constexpr const char* overview = R"(Finds the concurrency bug in a CQRS or event-sourced design before anyone builds it.

Examples:
  crisper run scenarios/examples/lunch_rush.yaml
  crisper run scenarios/examples/lunch_rush.yaml --seed 7 --engine fast
  crisper run scenarios/examples/lunch_rush.yaml --set design.ownership.strategy=none
  crisper sweep scenarios/examples/lunch_rush.yaml --seed 1..20
  crisper compare scenarios/examples/lunch_rush.yaml --over 'design.ownership.strategy=[row_lock, optimistic]'
  crisper explore scenarios/examples/small_rush.yaml --for 60s
  crisper check scenarios/examples/two_writers.yaml --duplicates 1
  crisper replay runs/lunch-rush-row-locks-simgrid-1
  crisper report runs/lunch-rush-row-locks-simgrid-1
  crisper gui
  crisper shrink runs/lunch-rush-row-locks-fast-1
  crisper describe design.ownership
  crisper lint scenarios/examples/lunch_rush.yaml
  crisper init my_design.yaml
  crisper init --domain my_business.yaml

Exit codes: 0 pass; 1 a property failed or a threshold was breached; 2 unknown;
            64 wrong command line; 65 bad input; 70 the machine or crisper failed.)";

int run_command_line(int argc, char** argv) {
  CLI::App app{overview, "crisper"};
  app.set_version_flag("--version", std::string("crisper ") + crisper::version_text());
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  const std::vector<Command> commands = add_all_commands(app);
  if (const std::optional<int> done = parse_command_line(app, argc, argv)) return *done;
  for (const Command& command : commands) {
    if (*command.app) return command.run();
  }
  return exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  end_well_on_signals();
  try {
    return end_output(run_command_line(argc, argv));
  } catch (const std::system_error& error) {
    return end_output(error);
  } catch (const std::exception& error) {  // trouble of the machine, as a rule
    return end_output(complain(exit_internal, error.what()));
  }
}
