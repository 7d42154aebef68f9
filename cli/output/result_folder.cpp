#include "cli/output/result_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto run_files = std::to_array<std::string_view>({"plan.yaml", "scenario.yaml", "source.yaml", "result.json",
                                                            "junit.xml", "trace.sqlite", "explanation.json",
                                                            "platform.xml", "import-1-*", "shrunk.yaml"});
constexpr auto hunt_files = std::to_array<std::string_view>({"hunt.sqlite", "hunt.json", "junit.xml", "failures"});
constexpr auto sweep_files = std::to_array<std::string_view>(
    {"sweep.json", "sweep.csv", "junit.xml", "scenario.yaml", "source.yaml", "platform.xml", "import-1-*",
     "scenario-2.yaml", "scenario-2-platform.xml", "scenario-2-import-1-*"});

struct Layout {
  ResultKind kind;
  std::string_view name;
  /// The first is the mark: only this kind of result has it. A "*" at the end is for what somebody else has called so.
  std::span<const std::string_view> files;
};

constexpr std::array layouts{Layout{ResultKind::run, "run", run_files}, Layout{ResultKind::hunt, "hunt", hunt_files},
                             Layout{ResultKind::sweep, "sweep", sweep_files}};

const Layout& layout_of(ResultKind kind) { return layouts[static_cast<std::size_t>(kind)]; }

/// Also a link that leads nowhere.
bool has(const fs::path& folder, std::string_view file) {
  std::error_code error;
  return fs::symlink_status(folder / file, error).type() != fs::file_type::not_found;
}

/// Which of these files are there, in the order of the names.
std::vector<std::string> there_of(const fs::path& folder, std::string_view file) {
  std::vector<std::string> there;
  if (!file.ends_with('*')) {
    if (has(folder, file)) there.emplace_back(file);
    return there;
  }
  file.remove_suffix(1);
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator(); at.increment(error)) {
    std::string name = at->path().filename().string();
    if (name.starts_with(file)) there.push_back(std::move(name));
  }
  std::ranges::sort(there);
  return there;
}

}  // namespace

bool holds(const fs::path& folder, ResultKind kind) { return has(folder, layout_of(kind).files.front()); }

std::vector<std::string> files_there(const fs::path& folder, ResultKind kind) {
  std::vector<std::string> there;
  for (const std::string_view file : layout_of(kind).files) {
    for (std::string& name : there_of(folder, file)) there.push_back(std::move(name));
  }
  return there;
}

Result<fs::path, OutputTrouble> absolute_folder(const fs::path& path) {
  if (path == "-") {
    return failure(OutputTrouble{exit_usage, "'-' means standard output, and a folder is wanted here: './-' is one of "
                                             "that name"});
  }
  std::error_code error;
  const fs::path normal = fs::absolute(path, error).lexically_normal();
  if (error) return failure(cannot("write to", path, error.value()));
  const fs::path clean = normal.has_filename() ? normal : normal.parent_path();
  const fs::file_status status = fs::status(clean, error);
  if (error && status.type() != fs::file_type::not_found) return failure(cannot("write to", clean, error.value()));
  return clean;
}

Result<void, OutputTrouble> check_free_for(const fs::path& folder, ResultKind kind, const IsOwnFile& is_own) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found) {
    // A link that leads nowhere is somebody's.
    if (fs::symlink_status(folder, error).type() != fs::file_type::not_found) return failure(is_taken(folder));
    return {};
  }
  if (!fs::is_directory(status)) {
    return failure(
        OutputTrouble{exit_bad_input, fmt::format("cannot write to '{}': it is not a directory", folder.string())});
  }
  const auto is_in_the_way = [&](std::string_view file) {
    return has(folder, file) && !(is_own && is_own(folder / file));
  };
  const Layout& mine = layout_of(kind);
  for (const Layout& other : layouts) {
    if (!is_in_the_way(other.files.front())) continue;
    return failure(OutputTrouble{
        exit_bad_input, fmt::format("'{}' holds a {}{} ({}): give the {} another folder with --out", folder.string(),
                                    other.name, other.kind == kind ? " already" : "", other.files.front(), mine.name)});
  }
  for (const std::string& file : files_there(folder, kind)) {
    if (!is_in_the_way(file)) continue;
    return failure(OutputTrouble{exit_bad_input,
                                 fmt::format("'{}' is there already, and no command replaces it: give the {} another "
                                             "folder with --out",
                                             (folder / file).string(), mine.name)});
  }
  return {};
}

}  // namespace crisper::cli
