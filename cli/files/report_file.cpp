#include "cli/files/report_file.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/files/report_source.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/files/view_runs.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/output/progress.hpp"
#include "reports/view/view_document.hpp"

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

Result<OutputFile, OutputTrouble> open_report(const std::string& out, const fs::path& folder, const std::string& name,
                                              const reports::ReportFormat& format) {
  if (!out.empty()) return OutputFile::open_own(out, is_report);
  for (std::size_t number = 1;; ++number) {
    const fs::path target = folder / (number == 1 ? name + std::string(format.extension)
                                                  : fmt::format("{}-{}{}", name, number, format.extension));
    if (is_free_place(target) || is_report(target)) return OutputFile::open_own(target, is_report);
  }
}

Result<fs::path, OutputTrouble> write_report(const ReportWish& wish) {
  const auto place = report_place_of(wish.path);
  if (!place) return failure(OutputTrouble{exit_bad_input, place.error()});
  Result<OutputFile, OutputTrouble> out = open_report(wish.out, place->folder, "report", *wish.format);
  if (!out) return failure(out.error());
  const auto subject = subject_of(*place, wish.format->needs, wish.used_simgrid);
  if (!subject) return failure(OutputTrouble{exit_bad_input, subject.error()});
  Result<std::string, std::string> written_text = written_in(*wish.format, *subject);
  if (!written_text) {
    return failure(OutputTrouble{exit_bad_input,
                                 fmt::format("{}: no {}: {}", wish.path, wish.format->name, written_text.error())});
  }
  const std::string text = reports::signed_report(*wish.format, std::move(*written_text));
  if (const auto written = out->publish(text); !written) return failure(written.error());
  return out->target();
}

Result<fs::path, OutputTrouble> write_view(const ReportWish& wish) {
  if (!wish.format->write) {
    return failure(OutputTrouble{exit_usage, fmt::format("report: a view is to be read: there is none as {}; html or "
                                                         "markdown",
                                                         wish.format->name)});
  }
  const std::string name = view_name_of(wish.path);
  const auto place = report_place_of(wish.path);
  Result<OutputFile, OutputTrouble> out =
      open_report(wish.out, name == "view" && place ? place->folder : fs::path("."), name, *wish.format);
  if (!out) return failure(out.error());
  Progress progress;
  const Result<reports::ViewSource, std::string> view = view_source_of(
      wish.path, [&](std::size_t done, std::size_t all) { progress.show(done, all, "of the view's runs"); });
  if (!view) return failure(OutputTrouble{exit_bad_input, view.error()});
  const std::string text = reports::signed_report(*wish.format, wish.format->write(document_of(*view)));
  if (const auto written = out->publish(text); !written) return failure(written.error());
  return out->target();
}

}  // namespace crisper::cli
