// streams: the event streams that changed last, with their latest event, the one before, and what it did to the
// aggregate: to a quantity of it, or, of a business that the scenario describes, to any part of its state.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

/// More than these nobody reads; the event log has all.
constexpr std::size_t streams_max = 200;

std::vector<TableRow> stream_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  struct Latest {
    RecordId last;
    std::int64_t stream;
    const std::vector<RecordId>* appended;
    std::size_t count;
  };
  std::vector<Latest> latest;
  for (const auto& [stream, appended] : run.index->streams) {
    const auto end = std::ranges::upper_bound(appended, state.at);
    if (end == appended.begin()) continue;
    latest.push_back({*std::prev(end), stream, &appended, static_cast<std::size_t>(end - appended.begin())});
  }
  const std::size_t count = std::min(streams_max, latest.size());
  std::ranges::partial_sort(latest, latest.begin() + static_cast<std::ptrdiff_t>(count), std::ranges::greater(),
                            &Latest::last);
  latest.resize(count);
  const auto event = [&](RecordId id) { return cell(std::string(data.text_of(data.said_of(id)->payload))); };
  std::vector<TableRow> rows;
  for (const Latest& each : latest) {
    const RecordId before = each.count > 1 ? (*each.appended)[each.count - 2] : 0;
    const AggregateStep* step = run.index->aggregate_at(each.last);
    const properties::EntityChange* change = run.entities.at(each.last);
    const auto quantity = [&](std::int64_t of) {
      return QString("%1 %2: %3").arg(cell(run.index->row_item)).arg(step->item).arg(of);
    };
    const QString was = step ? quantity(step->before) : change ? cell(change->before) : QString();
    const QString is = step ? quantity(step->after) : change ? cell(change->after) : QString();
    rows.push_back({.cells = {cell(data.stream_name(each.stream)), cell(data.said_of(each.last)->a),
                              was, is, event(each.last),
                              before ? event(before) : QString(), age_cell(data, each.last, state.at)},
                    .jump = each.last,
                    .process = data.record(each.last).process,
                    .explanation = change ? cell("now: " + change->whole) : QString()});
  }
  return rows;
}

QString why_no_streams(const LoadedRun& run, const RunState&) {
  const bool ever = run.index->has(ObservationKind::event_appended);
  return ever ? "no event has been stored yet" : "no event is stored in this run";
}

}  // namespace

const TableSpec& tables::streams() {
  static const TableSpec spec{"streams", "Event streams", "no event has been stored yet",
                              {"Stream", "Version", "Before", "After", "Latest event", "The one before", "Age"},
                              stream_rows, false, why_no_streams};
  return spec;
}

}  // namespace crisper::gui
