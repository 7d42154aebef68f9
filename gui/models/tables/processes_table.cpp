// processes: what each does or waits for, and how deep its mailbox is.
#include "gui/models/doing.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

Tone tone_of(Doing::Kind kind) {
  switch (kind) {
    case Doing::Kind::crashed: return Tone::bad;
    case Doing::Kind::paused:
    case Doing::Kind::waits_for_lock: return Tone::warning;
    case Doing::Kind::works:
    case Doing::Kind::waits_for_answer: return Tone::good;
    case Doing::Kind::idle: return Tone::plain;
    default: return Tone::muted;
  }
}

std::vector<TableRow> process_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    const ProcessState& process = state.processes[p];
    const Doing doing = doing_of(run, state, p);
    const QString words = cell(doing_words(run, doing));
    rows.push_back({.cells = {cell(data.processes[p].name), cell(data.processes[p].host),
                              cell(std::string(name_of(doing.kind))), age_cell(data, doing.since, state.at), words,
                              cell(static_cast<std::int64_t>(process.mailbox)),
                              cell(static_cast<std::int64_t>(process.mailbox_peak)),
                              cell(static_cast<std::int64_t>(process.turns)), cell(process.incarnation)},
                    .tone = tone_of(doing.kind),
                    .jump = doing.since,
                    .process = p,
                    .delivery = process.turn,
                    .explanation = words});
  }
  return rows;
}

}  // namespace

const TableSpec& tables::processes() {
  static const TableSpec spec{"processes", "Processes", "no run is open",
                              {"Process", "Host", "Now", "For", "Does", "Mailbox", "Peak", "Turns", "Incarnation"},
                              process_rows};
  return spec;
}

}  // namespace crisper::gui
