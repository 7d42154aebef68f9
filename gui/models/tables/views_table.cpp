// views: what each row of a view shows, beside what the view's own events say and what the store says now.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

QString events(std::uint32_t count) { return QString("%1 event%2").arg(count).arg(count == 1 ? "" : "s"); }

/// A row is wrong where it shows something else than the events that its view has taken; it is stale where the view has
/// not taken all that the store has. One is a mistake, the other takes time.
QString mark_of(const ViewRow& row, const StoredRow& stored, bool is_number) {
  QStringList marks;
  if (row.shown != row.events_say) {
    // Two numbers of 64 bits may be further apart than one has room for.
    std::int64_t off = 0;
    const bool is_told = is_number && !__builtin_sub_overflow(row.shown, row.events_say, &off);
    marks += is_told ? QString("wrong by %1%2").arg(off > 0 ? "+" : "").arg(off) : QString("wrong");
  }
  if (row.events_taken < stored.events) marks += events(stored.events - row.events_taken) + " behind";
  if (row.events_taken > stored.events) marks += events(row.events_taken - stored.events) + " ahead";
  if (marks.isEmpty() && row.events_say != stored.value) marks += "other order";
  return marks.join(", ");
}

TableRow row_of(const LoadedRun& run, const RunState& state, const ConsumerState& consumer, const ViewRow& row) {
  const TraceData& data = run.trace();
  const TraceIndex& index = *run.index;
  const StoredRow stored = index.stored_row(consumer.process, row.stream, row.item, state.at);
  const bool is_known = index.knows_rows_of(consumer.process, row.stream);  // else nobody can say what it should be
  const auto told = [&](std::int64_t value) { return cell(index.value_words(consumer.process, row.item, value)); };
  TableRow made{.cells = {cell(data.name_of(consumer.process)),
                          cell(row_words(data, index, consumer.process, row.stream, row.item)), told(row.shown),
                          is_known ? told(row.events_say) : QString(), is_known ? told(stored.value) : QString(),
                          is_known ? mark_of(row, stored, index.is_number(consumer.process, row.item)) : QString(),
                          age_cell(data, row.changed, state.at)},
                .jump = row.changed,
                .process = consumer.process};
  if (!row.is_told) {
    made.cells[2] = QString();
    made.cells[5] = "not told yet";
    made.tone = Tone::muted;
    made.explanation = "Its process has started again, and has not said yet what it found.";
  } else if (!is_known) {
    if (row.shown < 0) made.tone = Tone::warning;
  } else if (row.shown != row.events_say) {
    made.tone = Tone::bad;
    made.explanation = "Wrong: the events that it took, each counted once, add up to something else.";
  } else if (row.events_taken < stored.events) {
    made.tone = Tone::warning;
    made.explanation = "Stale: the store has events that it has not taken yet.";
  } else if (row.events_taken > stored.events) {
    made.tone = Tone::warning;
    made.explanation = "Ahead: it has taken events that the store does not have yet.";
  } else if (row.events_say != stored.value) {
    made.tone = Tone::warning;
    made.explanation =
        "It took as many events as the store has, but others, or those of several streams in another order.";
  } else if (row.shown < 0) {
    made.tone = Tone::warning;
    made.explanation = "Less than nothing, and so say the events.";
  }
  return made;
}

int urgency(Tone tone) { return tone == Tone::bad ? 0 : tone == Tone::warning ? 1 : 2; }

std::vector<TableRow> view_rows(const LoadedRun& run, const RunState& state) {
  std::vector<TableRow> rows;
  for (const ConsumerState& consumer : state.consumers) {
    for (const ViewRow& row : consumer.rows) rows.push_back(row_of(run, state, consumer, row));
  }
  std::ranges::stable_sort(rows, {}, [](const TableRow& row) { return urgency(row.tone); });
  return rows;
}

QString why_no_rows(const LoadedRun& run, const RunState&) {
  const bool ever = run.index->has(ObservationKind::view_updated);
  return ever ? "no view shows anything yet" : "no view shows a row in this run";
}

}  // namespace

const TableSpec& tables::views() {
  static const TableSpec spec{"views", "View rows", "no view shows anything yet",
                              {"View", "Row", "Shows", "Its events\nsay", "The store\nsays now", "Mark", "Changed"},
                              view_rows, false, why_no_rows};
  return spec;
}

}  // namespace crisper::gui
