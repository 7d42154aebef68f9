// What is in the folder of a result, and whether another may go there: each has a folder of its own, or the files of
// two would stand side by side under names that tell nobody which belong together. Nothing is ever replaced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/output/staging.hpp"
#include "core/base/result.hpp"

namespace crisper::cli {

enum class ResultKind : std::uint8_t { run, hunt, sweep };

/// Whether what stands at a path is the command's own work, which nobody has changed since.
using IsOwnFile = std::function<bool(const std::filesystem::path&)>;

bool holds(const std::filesystem::path& folder, ResultKind kind);

/// Which of the files that this kind writes are there, by name.
std::vector<std::string> files_there(const std::filesystem::path& folder, ResultKind kind);

/// Absolute, without a slash at its end. Fails where the path is too long or a loop of links, or means standard
/// output.
Result<std::filesystem::path, OutputTrouble> absolute_folder(const std::filesystem::path& path);

/// Fails with one line where the folder holds a result already, or a file with a name that this kind writes, or is no
/// folder. One that isn't there is free. What `is_own` is in nobody's way.
Result<void, OutputTrouble> check_free_for(const std::filesystem::path& folder, ResultKind kind,
                                           const IsOwnFile& is_own = {});

}  // namespace crisper::cli
