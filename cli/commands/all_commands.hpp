// The commands: each adds its word, its help and its options to the command line, and says what runs it.
#pragma once

#include <functional>
#include <vector>

namespace CLI {
class App;
}

namespace crisper::cli {

/// A word of the command line. `run` returns an ExitCode; it is called where this is the word that was given.
struct Command {
  CLI::App* app = nullptr;
  std::function<int()> run;
};

// In cli/commands/NAME.cpp; those that tell what there is (list, describe, schema) in tell.cpp.
Command add_run_command(CLI::App& line);
Command add_replay_command(CLI::App& line);
Command add_shrink_command(CLI::App& line);
Command add_sweep_command(CLI::App& line);
Command add_compare_command(CLI::App& line);
Command add_explore_command(CLI::App& line);
Command add_report_command(CLI::App& line);
Command add_gui_command(CLI::App& line);
Command add_check_command(CLI::App& line);
Command add_lint_command(CLI::App& line);
Command add_list_command(CLI::App& line);
Command add_describe_command(CLI::App& line);
Command add_schema_command(CLI::App& line);
Command add_init_command(CLI::App& line);
Command add_completion_command(CLI::App& line);

/// All of them, in the order of the help. A new one is a function above and a line in its source.
std::vector<Command> add_all_commands(CLI::App& line);

}  // namespace crisper::cli
