#include "reports/document/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "reports/document/writers.hpp"
#include "reports/exports/exports.hpp"

namespace crisper::reports {
namespace {

constexpr auto formats = std::to_array<ReportFormat>({
    {.name = "html",
     .meaning = "one page that needs nothing else, with pictures and charts",
     .extension = ".html",
     .needs = ReportNeeds::stories,
     .write = html_of,
     .comment_begin = "<!-- ",
     .comment_end = " -->"},
    {.name = "markdown",
     .meaning = "the same without pictures, for hosts of code",
     .extension = ".md",
     .needs = ReportNeeds::stories,
     .write = markdown_of,
     .comment_begin = "<!-- ",
     .comment_end = " -->"},
    {.name = "json", .meaning = "what the folder says of itself", .extension = ".json", .exported = json_of},
    {.name = "csv", .meaning = "the same as rows, for spreadsheets", .extension = ".csv", .exported = csv_of},
    {.name = "junit",
     .meaning = "each property as a test case, for servers of continuous integration",
     .extension = ".junit.xml",
     .exported = junit_of,
     .comment_begin = "<!-- ",
     .comment_end = " -->"},
    {.name = "summary",
     .meaning = "markdown of less than 1 MiB, for the summary of a step of continuous integration",
     .extension = ".summary.md",
     .needs = ReportNeeds::stories,
     .exported = step_summary_of,
     .comment_begin = "<!-- ",
     .comment_end = " -->"},
    {.name = "annotations", .meaning = "the ten worst findings, for GitHub", .extension = ".annotations.txt",
     .exported = annotations_of},
    {.name = "perfetto",
     .meaning = "the trace, for ui.perfetto.dev and chrome://tracing",
     .extension = ".perfetto.json",
     .exported = perfetto_of},
    {.name = "shiviz",
     .meaning = "the trace with vector clocks, for ShiViz",
     .extension = ".shiviz.log",
     .exported = shiviz_of,
     .comment_begin = "# "},
    {.name = "mermaid",
     .meaning = "the messages of the failure, or a sample, as a sequence diagram",
     .extension = ".mmd",
     .needs = ReportNeeds::stories,
     .exported = mermaid_export,
     .comment_begin = "%% "},
    {.name = "plantuml",
     .meaning = "the same for PlantUML",
     .extension = ".puml",
     .needs = ReportNeeds::stories,
     .exported = plantuml_of,
     .comment_begin = "' ",
     .comment_end = "\n@enduml"},
    {.name = "dot",
     .meaning = "the design, for Graphviz",
     .extension = ".dot",
     .exported = dot_of,
     .comment_begin = "// "},
    {.name = "structurizr",
     .meaning = "the design as a C4 model: elements, channels, processes on hosts",
     .extension = ".dsl",
     .exported = structurizr_of,
     .comment_begin = "// "},
    {.name = "asyncapi",
     .meaning = "its channels, and which of their guarantees were proven (AsyncAPI 3.0)",
     .extension = ".asyncapi.json",
     .exported = asyncapi_of},
});

std::string signature(const ReportFormat& format, std::string_view text) {
  return fmt::format("{}crisper report {}{}\n", format.comment_begin, digest_text(digest_of_text(text)),
                     format.comment_end);
}

}  // namespace

std::span<const ReportFormat> all_report_formats() { return formats; }

const ReportFormat* find_report_format(std::string_view name) {
  const auto found = std::ranges::find(formats, name, &ReportFormat::name);
  return found == formats.end() ? nullptr : &*found;
}

Result<std::string, std::string> written_in(const ReportFormat& format, const ReportSubject& subject) {
  return format.exported ? format.exported(subject) : format.write(document_of(subject));
}

std::string signed_report(const ReportFormat& format, std::string text) {
  return format.comment_begin.empty() ? text : text + signature(format, text);
}

bool is_unchanged_report(std::string_view text) {
  return std::ranges::any_of(formats, [&](const ReportFormat& format) {
    if (format.comment_begin.empty()) return false;
    const std::size_t length = signature(format, "").size();
    if (text.size() < length) return false;
    const std::string_view above = text.substr(0, text.size() - length);
    return text.substr(above.size()) == signature(format, above);
  });
}

}  // namespace crisper::reports
