// crisper gui: starts the window, which is a program of its own.
#include "cli/commands/all_commands.hpp"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/output/complain.hpp"
#include "cli/words/command_words.hpp"

namespace crisper::cli {
namespace {

struct GuiCommand {
  std::string path;  ///< a scenario, the folder of a run, or a trace; empty: the first page
};

/// Becomes the window, and returns only where that can't be done: an ExitCode.
int gui_command(const GuiCommand& command) {
  std::string path = command.path;
  // Beside this program; where that is not known, wherever the shell would find it.
  std::error_code unknown;
  const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe", unknown);
  const std::string beside = unknown ? std::string() : (here.parent_path() / "crisper-gui").string();
  std::string name = "crisper-gui";
  std::vector<char*> words{name.data()};
  if (!path.empty()) words.push_back(path.data());
  words.push_back(nullptr);
  if (!beside.empty()) execv(beside.c_str(), words.data());
  if (beside.empty() || errno == ENOENT) execvp(name.c_str(), words.data());
  return complain(exit_internal,
                  "the window, crisper-gui, is neither beside this program nor on the path; build it with "
                  "-DCRISPER_GUI=ON, or from a checkout with ./run.sh gui");
}

}  // namespace

Command add_gui_command(CLI::App& line) {
  auto command = std::make_shared<GuiCommand>();
  CommandWords words(line, "gui", "Open the window: a run at any instant, step by step, and what if",
                     "Examples:\n  crisper gui\n  crisper gui runs/lunch-rush-row-locks-simgrid-1");
  words.option("path", command->path, "a scenario, the folder of a run, or a trace (default: three stories)");
  return {words.app(), [command] { return gui_command(*command); }};
}

}  // namespace crisper::cli
