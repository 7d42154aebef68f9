// Exports: what a folder holds, for other programs. Each is one file, and a line in document/formats.cpp;
// docs/formats/exports.md says what is in them. What stands in a name is text in each of them. All fail with one line
// where the subject lacks what they take.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "reports/document/report_subject.hpp"

namespace crisper::reports {

using Exported = Result<std::string, std::string>;

/// Trace Event JSON, as Perfetto and chrome://tracing read it, of a trace. Costs some walks through it; beyond
/// perfetto_deliveries_max deliveries the rest is left out, which the file says.
Exported perfetto_of(const ReportSubject& subject);
/// A log for ShiViz, with vector clocks, of a part of a trace.
Exported shiviz_of(const ReportSubject& subject);
/// Sequence diagrams: of the failure where one was told, else of a sample of the trace.
Exported mermaid_export(const ReportSubject& subject);
Exported plantuml_of(const ReportSubject& subject);  ///< without its last line
/// The design: for Graphviz, for Structurizr, and as an AsyncAPI 3.0 document (JSON).
Exported dot_of(const ReportSubject& subject);
Exported structurizr_of(const ReportSubject& subject);
Exported asyncapi_of(const ReportSubject& subject);
/// What the folder says of itself, by the writers that wrote it.
Exported json_of(const ReportSubject& subject);
Exported csv_of(const ReportSubject& subject);
Exported junit_of(const ReportSubject& subject);

/// The Markdown of the report, as short as the summary of a step must be: what is too long is left out, and named.
Exported step_summary_of(const ReportSubject& subject);
/// A line for each of the worst findings, at most annotations_max of them: commands of GitHub's workflows. Where
/// there is none, a line that is no command.
Exported annotations_of(const ReportSubject& subject);

/// GitHub takes 1 MiB, of all commands of a step together; the last line signs the report.
inline constexpr std::size_t step_summary_bytes_max = 1'000'000;
inline constexpr std::size_t annotations_max = 10;

std::string step_summary_text(Document document, std::size_t bytes_max);

struct Annotation {
  bool is_error = true;  ///< else a warning: it can't be told
  std::string title;
  std::string message;
};
/// The worst first.
std::string annotations_text(const std::vector<Annotation>& notes);

inline constexpr std::int64_t perfetto_deliveries_max = 300'000;
inline constexpr std::int64_t shiviz_events_max = 4'000;

}  // namespace crisper::reports
