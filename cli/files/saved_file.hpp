// Files in a folder that a command wrote. Somebody else may have put anything there since: a pipe would be waited for
// for ever, so only regular files are read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "core/base/result.hpp"

namespace crisper::cli {

/// Fails with one line where nothing is there, or no regular file.
Result<void, std::string> check_saved(const std::filesystem::path& path);

/// The whole text, of at most `bytes_max`; else one line that says why not.
Result<std::string, std::string> read_saved(const std::filesystem::path& path, std::size_t bytes_max);

}  // namespace crisper::cli
