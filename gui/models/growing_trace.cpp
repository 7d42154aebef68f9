#include "gui/models/growing_trace.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "sim/trace/partial_file.hpp"

namespace crisper::gui {
namespace {

namespace fs = std::filesystem;

constexpr const char* trace_name = "trace.sqlite";
/// What a command's files lie in until it is done: this and the name of its folder (cli/output/staging.cpp).
constexpr std::string_view staging_mark = ".crisper-partial-";

/// The name of the folder that a staging folder's files will be in; empty where it is none.
std::string target_name(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (!name.starts_with(staging_mark)) return {};
  return name.substr(staging_mark.size());
}

fs::path whole_of(const fs::path& partial) {
  const fs::path whole = partial.parent_path() / partial.stem();
  const std::string target = target_name(partial.parent_path());
  return target.empty() ? whole : partial.parent_path().parent_path() / target / whole.filename();
}

}  // namespace

bool GrowingTrace::has_writer() const {
  // Its writer holds a lock on it for as long as it lives (sim/trace/partial_file.cpp).
  const int file = ::open(partial.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool free = ::flock(file, LOCK_SH | LOCK_NB) == 0;
  ::close(file);
  return !free;
}

std::optional<GrowingTrace> growing_trace(const fs::path& given) {
  std::error_code failed;
  const fs::path path = fs::absolute(given).lexically_normal();
  if (path.extension() == sim::PartialFile::suffix) {
    if (!fs::exists(path, failed)) return std::nullopt;
    return GrowingTrace{path, whole_of(path)};
  }
  if (fs::is_regular_file(path, failed)) return std::nullopt;
  fs::path folder = path.filename() == trace_name ? path.parent_path() : path;
  if (!folder.has_filename()) folder = folder.parent_path();
  if (fs::exists(folder / trace_name, failed)) return std::nullopt;
  const std::string partial_name = std::string(trace_name) + sim::PartialFile::suffix;
  if (fs::exists(folder / partial_name, failed)) return GrowingTrace{folder / partial_name, folder / trace_name};
  for (const fs::directory_entry& each : fs::directory_iterator(folder.parent_path(), failed)) {
    if (target_name(each.path()) != folder.filename().string()) continue;
    if (!fs::exists(each.path() / partial_name, failed)) continue;
    return GrowingTrace{each.path() / partial_name, folder / trace_name};
  }
  return std::nullopt;
}

}  // namespace crisper::gui
