// projections: how far each consumer of events is, and what it ignored, repeated or holds back.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

std::vector<TableRow> projection_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (const ConsumerState& consumer : state.consumers) {
    const std::int64_t behind = std::max<std::int64_t>(0, state.published - consumer.position);
    TableRow row{.cells = {cell(data.name_of(consumer.process)), cell(consumer.position), cell(state.published),
                           cell(behind), age_cell(data, consumer.last, state.at), cell(consumer.applied),
                           cell(consumer.repeated), cell(consumer.ignored[0]),
                           cell(static_cast<std::int64_t>(consumer.held.size()))},
                 .jump = consumer.last,
                 .process = consumer.process};
    if (consumer.repeated > 0) {
      row.tone = Tone::bad;
      row.explanation = "It took an event more than once: nothing remembers what it has seen.";
    } else if (!consumer.held.empty()) {
      row.tone = Tone::warning;
      row.explanation = "Its sequencer holds events back until the one before them comes.";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

QString why_no_consumers(const LoadedRun& run, const RunState&) {
  const bool ever = run.index->has(ObservationKind::event_applied) || run.index->has(ObservationKind::event_ignored);
  return ever ? "no consumer has taken an event yet" : "no consumer takes an event in this run";
}

}  // namespace

const TableSpec& tables::projections() {
  static const TableSpec spec{"projections", "Consumers", "no consumer has said anything yet",
                              {"Consumer", "Position", "Head", "Behind", "Idle\nfor", "Applied", "Repeated",
                               "Ignored", "Held"},
                              projection_rows, false, why_no_consumers};
  return spec;
}

}  // namespace crisper::gui
