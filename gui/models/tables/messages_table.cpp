// messages: what is on the wire at this instant: the table beside the space-time diagram.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

constexpr std::size_t messages_max = 500;

std::vector<TableRow> message_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (const Index i : state.in_flight) {
    if (rows.size() == messages_max) break;
    const Delivery& d = data.deliveries[i];
    QString mark = d.duplicate ? "#2" : "";
    for (const Strike& strike : run.index->strikes_on(i)) {
      if (strike.kind == sim::FaultKind::duplicate) continue;
      mark += QString(mark.isEmpty() ? "" : " ") + crisper::name_of(strike.kind).data();
    }
    const RecordId off = d.off_wire();
    rows.push_back({.cells = {cell(data.types[d.type]), cell(data.name_of(d.from)), cell(data.name_of(d.to)), mark,
                              age_cell(data, d.sent, state.at),
                              off ? cell(rough_span(data.at(off) - data.at(state.at))) : QString("never"),
                              cell(std::string(delivery_fate_name(d)))},
                    .tone = d.was_dropped() ? Tone::bad : !mark.isEmpty() ? Tone::warning : Tone::plain,
                    .jump = d.sent,
                    .process = d.to,
                    .delivery = i});
  }
  std::ranges::stable_sort(rows, {}, [](const TableRow& row) { return row.tone == Tone::plain ? 1 : 0; });
  return rows;
}

std::vector<TableRow> fault_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (const RecordId id : run.index->faults) {
    if (rows.size() == messages_max) break;
    const Said& said = *data.said_of(id);
    const bool past = id <= state.at;
    const QString kind = said.b >= 0 && said.b < static_cast<std::int64_t>(sim::fault_kinds.size())
                             ? QString(sim::fault_kinds[static_cast<std::size_t>(said.b)].name.data())
                             : QString::number(said.b);
    const auto hit = run.index->struck.find(id);
    const Index struck = hit == run.index->struck.end() ? nowhere : hit->second;
    rows.push_back({.cells = {cell(time_words(data, data.at(id))), kind, cell(data.name_of(data.record(id).process)),
                              cell(data.name_of(said.peer)),
                              struck == nowhere ? QString() : cell(data.types[data.deliveries[struck].type]),
                              past ? "struck" : "to come"},
                    .tone = past ? Tone::warning : Tone::muted,
                    .jump = id,
                    .process = data.record(id).process,
                    .delivery = struck});
  }
  return rows;
}

QString why_no_messages(const LoadedRun& run, const RunState&) {
  return run.trace().deliveries.empty() ? "this trace has no messages" : "no message is on its way at this instant";
}

QString why_no_faults(const LoadedRun& run, const RunState&) {
  if (!run.folder.plan) return "no fault struck in this run";
  const std::size_t planned = run.folder.plan->plan.faults.size();
  if (planned == 0) return "no fault is planned: what if ... (X, U, T, H, Ctrl+K) puts one in";
  return planned == 1 ? QString("a fault is planned, and it struck nothing")
                      : QString("%1 faults are planned, and none of them struck").arg(planned);
}

}  // namespace

const TableSpec& tables::messages() {
  static const TableSpec spec{"messages", "On the wire", "no message is on its way",
                              {"Message", "From", "To", "Mark", "Sent", "Arrives\nin", "Ends as"}, message_rows,
                              false, why_no_messages};
  return spec;
}

const TableSpec& tables::faults() {
  static const TableSpec spec{"faults", "Faults", "nothing went wrong by injection",
                              {"Time", "Fault", "From", "To", "Message", "State"}, fault_rows, false,
                              why_no_faults};
  return spec;
}

}  // namespace crisper::gui
