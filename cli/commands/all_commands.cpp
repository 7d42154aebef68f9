#include "cli/commands/all_commands.hpp"

namespace crisper::cli {

std::vector<Command> add_all_commands(CLI::App& line) {
  std::vector<Command> commands;
  for (const auto add : {add_run_command, add_replay_command, add_shrink_command, add_sweep_command,
                         add_compare_command, add_explore_command, add_report_command, add_gui_command,
                         add_check_command, add_lint_command, add_list_command, add_describe_command,
                         add_schema_command, add_init_command, add_completion_command}) {
    commands.push_back(add(line));
  }
  return commands;
}

}  // namespace crisper::cli
