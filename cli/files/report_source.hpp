// What a report is made of: the folder of a run, a hunt or a sweep, and the failing runs in it, made again to be told.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.hpp"
#include "reports/document/formats.hpp"

namespace crisper::cli {

/// What a path means: the folder of a run, a hunt or a sweep, or a file in it; or a file with the JSON of a check.
struct ReportPlace {
  std::filesystem::path folder;   ///< where the report goes
  std::filesystem::path check{};  ///< empty: the folder is what is told
};
/// Fails with one line where there is none of these.
Result<ReportPlace, std::string> report_place_of(const std::string& path);

/// Reads what is there, and says what is missing; makes the smallest failing runs again where that costs little and
/// stories are needed. Fails with one line where what it is made of can't be read. `used_simgrid`: this process has
/// made a run there already, and can make no other.
Result<reports::ReportSubject, std::string> subject_of(const ReportPlace& place, reports::ReportNeeds needs,
                                                       bool used_simgrid);

}  // namespace crisper::cli
