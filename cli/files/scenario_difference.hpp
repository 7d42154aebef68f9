// Where two scenarios differ: which setting somebody has to give otherwise, or which file is another one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "core/base/result.hpp"
#include "properties/sweep/sweep_grid.hpp"

namespace crisper::cli {

/// Each by its name, resolved, as YAML, without what its `sweep:` varies; the files that it names are named by what is
/// in them. Fails with one line where one of these can't be read.
Result<std::vector<NamedText>, std::string> subject_texts(const std::vector<properties::NamedScenario>& scenarios);

/// "design.ownership.lease is 3s there and 2s here", of the first that differs in texts that a scenario was resolved
/// to; empty where none does.
std::string text_difference(const std::string& there, const std::string& here);

/// The same of the scenarios that a sweep or a comparison left in its folder; where they can't be read, what may
/// differ.
std::string subject_difference(const std::filesystem::path& folder, const std::vector<NamedText>& here);

}  // namespace crisper::cli
