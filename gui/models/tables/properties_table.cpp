// properties: what must hold, and whether it still does at this instant.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

/// With what is told beside it.
QString told(const Violation& violation) {
  return cell(violation.aside.empty() ? violation.reason : violation.reason + "\n" + violation.aside);
}

TableRow row_of(const LoadedRun& run, const RunState& state, const JudgedProperty& property) {
  TableRow row;
  row.explanation = cell(property.meaning);
  if (!property.violations.empty()) {
    row.explanation += "\n" + told(property.violations.front());
  } else if (!property.reason.empty()) {
    row.explanation += "\n" + cell(property.reason);
  }
  QString status = "not seen";
  QString where;
  row.tone = Tone::muted;
  if (!property.violations.empty()) {
    const RecordId first = run.first_break_of(property);
    row.jump = first;
    const bool broken = first <= state.at;
    status = broken ? "broken" : "breaks later";
    if (property.violation_count > 1) status += QString(", %1 times").arg(property.violation_count);
    where = cell(time_words(run.trace(), run.trace().at(first)));
    row.tone = broken ? Tone::bad : Tone::warning;
  } else if (property.verdict == "fail") {
    status = "broken";
    where = "at the end";
    row.jump = run.first_break_of(property);
    row.tone = Tone::bad;
  } else if (property.verdict == "pass") {
    status = "holds";
    row.tone = Tone::good;
  }
  row.cells = {cell(property.name), status, where, cell(property.observed)};
  return row;
}

/// Under a property: what is told beside its first violation; where there are more, each, as far as the result keeps
/// them.
void add_violations(const LoadedRun& run, const RunState& state, const JudgedProperty& property,
                    std::vector<TableRow>& rows) {
  if (!property.violations.empty() && !property.violations.front().aside.empty()) {
    const QString aside = cell(property.violations.front().aside);
    rows.push_back({.cells = {"    " + aside}, .tone = Tone::muted, .explanation = aside});
  }
  if (property.violations.size() < 2) return;
  for (const Violation& each : property.violations) {
    const RecordId at = run.record_of(each);
    rows.push_back({.cells = {cell("    " + each.reason), at <= state.at ? "broken" : "breaks later",
                              cell(time_words(run.trace(), run.trace().at(at)))},
                    .tone = Tone::muted,
                    .jump = at,
                    .explanation = told(each)});
  }
  if (property.violation_count <= property.violations.size()) return;
  rows.push_back({.cells = {QString("    and %1 more, of which the result keeps no more than their number")
                                .arg(property.violation_count - property.violations.size())},
                  .tone = Tone::muted});
}

int rank(Tone tone) { return tone == Tone::bad || tone == Tone::warning ? 0 : tone == Tone::good ? 1 : 2; }

std::vector<TableRow> property_rows(const LoadedRun& run, const RunState& state) {
  std::vector<TableRow> rows;
  if (!run.folder.result) return rows;
  for (const int wanted : {0, 1, 2}) {
    for (const JudgedProperty& each : run.folder.result->properties) {
      TableRow row = row_of(run, state, each);
      if (rank(row.tone) != wanted) continue;
      rows.push_back(std::move(row));
      add_violations(run, state, each, rows);
    }
  }
  return rows;
}

QString why_no_properties(const LoadedRun& run, const RunState&) {
  return run.folder.result ? "nothing was asked of this run" : "not judged: no result.json lies beside this trace";
}

}  // namespace

const TableSpec& tables::properties() {
  static const TableSpec spec{"properties", "Properties", "no verdict lies beside this trace",
                              {"Property", "Now", "Since", "Saw"}, property_rows, false,
                              why_no_properties};
  return spec;
}

}  // namespace crisper::gui
