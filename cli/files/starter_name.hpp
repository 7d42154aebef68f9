// The name of a scenario that `crisper init` writes: that of its file.
#pragma once

#include <filesystem>
#include <string>

namespace crisper::cli {

/// The starter with the name of the file in place of its own, and the same for the business that is written in it, as
/// far as one can be called so. As it was where that would be no scenario.
std::string named_after(const std::filesystem::path& file, const std::string& starter);

}  // namespace crisper::cli
