// explanation: a run made small enough to be told, in sentences, and what of it could be otherwise.
#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

std::vector<TableRow> explanation_rows(const LoadedRun& run, const RunState& state) {
  std::vector<TableRow> rows;
  const std::vector<ToldSentence>& told = run.folder.explanation;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const auto record = static_cast<RecordId>(told[i].record > run.trace().last() ? 0 : told[i].record);
    TableRow row;
    row.cells = {cell(static_cast<std::uint64_t>(i + 1)), cell(told[i].text)};
    row.jump = record;
    const bool fault = record != 0 && run.trace().record(record).kind == ObservationKind::fault_fired;
    if (fault) row.tone = Tone::warning;
    if (i + 1 == told.size()) row.tone = Tone::bad;
    if (record > state.at && row.tone == Tone::plain) row.tone = Tone::muted;
    rows.push_back(std::move(row));
  }
  const std::vector<std::string>& leeway = run.folder.leeway;
  for (const std::string& each : leeway) {
    rows.push_back({.cells = {&each == &leeway.front() ? "or" : "", cell(each)}, .tone = Tone::muted});
  }
  return rows;
}

QString why_no_explanation(const LoadedRun& run, const RunState&) {
  if (run.folder.result && run.folder.result->verdict == "pass") return "nothing broke in this run: nothing to explain";
  return "Press W: this run is made as small as it can be, and told in sentences";
}

}  // namespace

const TableSpec& tables::explanation() {
  static const TableSpec spec{"explanation", "Explanation",
                              "Press W: this run is made as small as it can be, and told in sentences",
                              {"", "What happened"}, explanation_rows, true,
                              why_no_explanation};
  return spec;
}

}  // namespace crisper::gui
