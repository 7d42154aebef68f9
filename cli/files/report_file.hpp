// The file of a report: written anew where a report stands that nobody has changed; nothing else is replaced.
#pragma once

#include <filesystem>
#include <string>

#include "cli/output/output_file.hpp"
#include "reports/document/formats.hpp"

namespace crisper::cli {

/// Where it goes: `out`, or, where that is empty, NAME.html in `folder`, or NAME-2.html … beside what is somebody's.
Result<OutputFile, OutputTrouble> open_report(const std::string& out, const std::filesystem::path& folder,
                                              const std::string& name, const reports::ReportFormat& format);

struct ReportWish {
  std::string path;  ///< the folder of a run, a hunt or a sweep, or a check's JSON
  const reports::ReportFormat* format = &reports::all_report_formats().front();
  std::string out{};          ///< as for open_report
  bool used_simgrid = false;  ///< as for subject_of
};

/// Makes the concurrency view of a scenario's file, or of the folder of a run, and writes it, as `view` into that
/// folder, or as NAME-view into the present one. Where.
Result<std::filesystem::path, OutputTrouble> write_view(const ReportWish& wish);

/// Makes the report and writes it. Where.
Result<std::filesystem::path, OutputTrouble> write_report(const ReportWish& wish);

}  // namespace crisper::cli
