// ReportSubject: what a report is made of: what a folder holds, read. Every format takes it.
#pragma once

#include <string>
#include <variant>

#include "core/base/result.hpp"
#include "reports/document/check_document.hpp"
#include "reports/document/hunt_document.hpp"
#include "reports/document/run_document.hpp"
#include "reports/document/sweep_document.hpp"

namespace crisper::reports {

using ReportSubject = std::variant<RunSource, HuntSource, SweepSource, CheckSource>;

/// What it is called: the name of its scenario.
const std::string& title_of(const ReportSubject& subject);
Document document_of(const ReportSubject& subject);
/// The trace; fails with one line that says why there is none, and what makes one.
Result<const sim::TraceReader*, std::string> trace_of(const ReportSubject& subject);
/// The scenario; fails with one line that says why it is not known.
Result<const sim::Scenario*, std::string> scenario_of(const ReportSubject& subject);

}  // namespace crisper::reports
