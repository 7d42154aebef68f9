// Exports: what a folder holds, for other programs. Each is one file, and a line in document/formats.cpp;
// docs/formats/exports.md says what is in them. What stands in a name is text in each of them. All fail with one line
// where the subject lacks what they take.
#pragma once

#include <string>

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

inline constexpr std::int64_t perfetto_deliveries_max = 300'000;
inline constexpr std::int64_t shiviz_events_max = 4'000;

}  // namespace crisper::reports
