#include "cli/commands/gui.hpp"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <vector>

#include "cli/complain.hpp"
#include "cli/exit_code.hpp"

namespace crisper::cli {

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

}  // namespace crisper::cli
