#include "cli/files/report_file.hpp"

#include <fmt/format.h>

#include "cli/files/report_source.hpp"
#include "cli/files/saved_file.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

/// Reports are smaller.
constexpr std::size_t report_bytes_max = std::size_t{32} << 20;

bool is_report(const fs::path& path) {
  const Result<std::string, std::string> text = read_saved(path, report_bytes_max);
  return text && reports::is_unchanged_report(*text);
}

}  // namespace

Result<OutputFile, OutputTrouble> open_report(const std::string& out, const fs::path& folder,
                                              const reports::ReportFormat& format) {
  if (!out.empty()) return OutputFile::open_own(out, is_report);
  for (std::size_t number = 1;; ++number) {
    const fs::path target =
        folder / (number == 1 ? fmt::format("report{}", format.extension)
                              : fmt::format("report-{}{}", number, format.extension));
    if (is_free_place(target) || is_report(target)) return OutputFile::open_own(target, is_report);
  }
}

Result<fs::path, OutputTrouble> write_report(const ReportWish& wish) {
  const auto folder = result_folder_of(wish.path);
  if (!folder) return failure(OutputTrouble{exit_bad_input, folder.error()});
  Result<OutputFile, OutputTrouble> out = open_report(wish.out, *folder, *wish.format);
  if (!out) return failure(out.error());
  const Result<reports::Document, std::string> document = document_of_folder(*folder, wish.used_simgrid);
  if (!document) return failure(OutputTrouble{exit_bad_input, document.error()});
  const std::string text = reports::signed_report(*wish.format, *document);
  if (const auto written = out->publish(text); !written) return failure(written.error());
  return out->target();
}

}  // namespace crisper::cli
