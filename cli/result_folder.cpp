#include "cli/result_folder.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <system_error>

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

struct Mark {
  ResultKind kind;
  std::string_view file;  ///< only this kind of result has it
};

constexpr std::array marks{Mark{ResultKind::run, "plan.yaml"}, Mark{ResultKind::hunt, "hunt.sqlite"},
                           Mark{ResultKind::sweep, "sweep.json"}};

constexpr std::string_view name_of(ResultKind kind) {
  switch (kind) {
    case ResultKind::run: return "run";
    case ResultKind::hunt: return "hunt";
    case ResultKind::sweep: return "sweep";
  }
  return "";
}

bool has(const fs::path& folder, const Mark& mark) {
  std::error_code error;
  return fs::exists(folder / mark.file, error);
}

}  // namespace

bool holds(const fs::path& folder, ResultKind kind) {
  for (const Mark& mark : marks) {
    if (mark.kind == kind) return has(folder, mark);
  }
  return false;
}

Result<void, std::string> check_free_for(const fs::path& folder, ResultKind kind) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    return failure(fmt::format("cannot write to '{}': it is not a directory", folder.string()));
  }
  for (const Mark& mark : marks) {
    if (mark.kind == kind || !has(folder, mark)) continue;
    return failure(fmt::format("'{}' holds a {} ({}): give the {} another folder with --out", folder.string(),
                               name_of(mark.kind), mark.file, name_of(kind)));
  }
  return {};
}

}  // namespace crisper::cli
