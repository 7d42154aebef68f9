// DesignFindings: what `crisper lint` says against the design on show, which process each of it is about, and which
// knobs would mend it.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "gui/models/trace_data.hpp"
#include "properties/lint/lint.hpp"

namespace crisper::gui {

/// A knob, and what to set it to.
struct Mending {
  QString path;
  QString value;
  friend bool operator==(const Mending&, const Mending&) = default;
};

/// The gravest first, each with its place in the text. Empty where the text is no scenario.
std::vector<properties::LintFinding> design_findings(const std::string& scenario_yaml);

/// Whom it is about: a process that it names, or that has what its key chooses; nobody where there is none such.
ProcessNumber process_of(const properties::LintFinding& finding, const TraceData& data);

/// Switches after which lint no longer finds this, nor anything else that it did not find before: those that the
/// finding names itself ("inbox: on"), else any choice of the knob that it is about. Empty where it takes more than a
/// switch. Costs a linting for each that is tried.
std::vector<Mending> mendings_of(const std::string& scenario_yaml, const properties::LintFinding& finding);

}  // namespace crisper::gui
