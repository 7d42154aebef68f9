// A run as it was saved: a folder with scenario.yaml and plan.yaml, that plan.yaml, or a case file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "properties/search/shrink/case_file.hpp"

namespace crisper::cli {

struct LoadedRun {
  properties::RunCase run;
  std::uint64_t digest = 0;                        ///< of the run that was saved
  bool edited = false;                             ///< the plan has been changed since
  std::optional<properties::CaseFile> expected{};  ///< of a case file
  std::string source{};                            ///< its scenario file, or its case, as somebody wrote it
  std::string folder;                              ///< where it stands
};

/// The run, or one line that says what is wrong and where.
Result<LoadedRun, std::string> load_run(const std::string& path);

}  // namespace crisper::cli
