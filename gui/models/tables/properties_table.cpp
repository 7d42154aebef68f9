// properties: what must hold, and whether it still does at this instant.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

TableRow row_of(const LoadedRun& run, const RunState& state, const JudgedProperty& property) {
  TableRow row;
  row.explanation = cell(property.reason.empty() ? property.meaning : property.reason);
  QString status = "not seen";
  QString where;
  row.tone = Tone::muted;
  if (!property.violations.empty()) {
    RecordId first = run.record_of(property.violations.front());
    for (const Violation& each : property.violations) first = std::min(first, run.record_of(each));
    row.jump = first;
    const bool broken = first <= state.at;
    status = broken ? "broken" : "breaks later";
    where = cell(time_words(run.trace().at(first)));
    row.tone = broken ? Tone::bad : Tone::warning;
  } else if (property.verdict == "fail") {
    status = "broken";
    where = "at the end";
    row.jump = run.trace().last();
    row.tone = Tone::bad;
  } else if (property.verdict == "pass") {
    status = "holds";
    row.tone = Tone::good;
  }
  row.cells = {cell(property.name), status, where, cell(property.observed)};
  return row;
}

std::vector<TableRow> rows(const LoadedRun& run, const RunState& state) {
  std::vector<TableRow> rows;
  if (!run.folder.result) return rows;
  for (const JudgedProperty& each : run.folder.result->properties) rows.push_back(row_of(run, state, each));
  std::ranges::stable_sort(rows, {}, [](const TableRow& row) {
    return row.tone == Tone::bad || row.tone == Tone::warning ? 0 : row.tone == Tone::good ? 1 : 2;
  });
  return rows;
}

}  // namespace

const TableSpec& tables::properties() {
  static const TableSpec spec{"properties", "Properties", "no verdict lies beside this trace",
                              {"Property", "Now", "Since", "Saw"}, rows};
  return spec;
}

}  // namespace crisper::gui
