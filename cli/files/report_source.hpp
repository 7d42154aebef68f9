// What a report is made of: the folder of a run or of a hunt, and the failing runs in it, made again to be told.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.hpp"
#include "reports/document/formats.hpp"

namespace crisper::cli {

/// The folder that a path means: itself, or that of a file in it. Fails with one line where there is neither a run nor
/// a hunt.
Result<std::filesystem::path, std::string> result_folder_of(const std::string& path);

/// Reads such a folder, and says what is missing; makes the smallest failing runs again where that costs little and
/// stories are needed. Fails with one line where what it is made of can't be read. `used_simgrid`: this process has
/// made a run there already, and can make no other.
Result<reports::ReportSubject, std::string> subject_of_folder(const std::filesystem::path& folder,
                                                              reports::ReportNeeds needs, bool used_simgrid);

}  // namespace crisper::cli
