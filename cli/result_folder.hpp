// What is in the folder of a result, and whether another may go there: a run, a hunt and a sweep never share one, or
// the files of both would stand side by side under names that tell nobody which belong together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/result.hpp"

namespace crisper::cli {

enum class ResultKind : std::uint8_t { run, hunt, sweep };

bool holds(const std::filesystem::path& folder, ResultKind kind);

/// Fails with one line where the folder holds a result of another kind, or is no folder. One that isn't there is free.
Result<void, std::string> check_free_for(const std::filesystem::path& folder, ResultKind kind);

}  // namespace crisper::cli
