// The failing example, run once for all tests: its folder and what the window loads of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

/// The folder with trace.sqlite, scenario.yaml, plan.yaml and result.json; made when first asked for.
const std::filesystem::path& example_folder();
const std::shared_ptr<const LoadedRun>& example_run();

/// Shoppers whose handlers take several locks in any order, and wait for each other in a circle.
const std::filesystem::path& deadlocked_folder();
const std::shared_ptr<const LoadedRun>& deadlocked_run();

/// An example with some values changed, run and loaded anew each time. `name`: of its folder, its own.
struct MadeRun {
  std::filesystem::path folder;
  std::shared_ptr<const LoadedRun> run;
};
MadeRun make_run(const std::string& name, const char* example,
                 const std::vector<std::pair<std::string, std::string>>& settings);

/// A scenario of three commands whose run fails at once: every event comes to the catalogue twice.
std::filesystem::path small_failing_scenario();
/// Two writers with nothing between them: some order of their messages loses an update.
std::filesystem::path unsafe_writers_scenario();

std::string bytes_of(const std::filesystem::path& file);

/// A trace of SmallTrace (tests/sim/trace): thirty milliseconds, told by hand.
std::filesystem::path small_trace_file();

}  // namespace crisper::gui
