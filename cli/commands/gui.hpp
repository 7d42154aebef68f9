// crisper gui: starts the window, which is a program of its own.
#pragma once

#include <string>

namespace crisper::cli {

struct GuiCommand {
  std::string path;  ///< a scenario, the folder of a run, or a trace; empty: the first page
};

/// Becomes the window, and returns only where that can't be done: an ExitCode.
int gui_command(const GuiCommand& command);

}  // namespace crisper::cli
