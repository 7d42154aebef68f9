// processes: who is up, what it handles, how deep its mailbox is.
#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

QString life_words(ProcessState::Life life) {
  switch (life) {
    case ProcessState::Life::absent: return "not started";
    case ProcessState::Life::up: return "up";
    case ProcessState::Life::paused: return "paused";
    case ProcessState::Life::crashed: return "crashed";
    case ProcessState::Life::ended: return "ended";
  }
  return {};
}

Tone tone_of(ProcessState::Life life) {
  switch (life) {
    case ProcessState::Life::crashed: return Tone::bad;
    case ProcessState::Life::paused: return Tone::warning;
    case ProcessState::Life::up: return Tone::good;
    default: return Tone::muted;
  }
}

std::vector<TableRow> process_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    const ProcessState& process = state.processes[p];
    QString handling;
    if (process.turn != nowhere) handling = cell(data.types[data.deliveries[process.turn].type]);
    rows.push_back({.cells = {cell(data.processes[p].name), cell(data.processes[p].host), life_words(process.life),
                              cell(static_cast<std::int64_t>(process.mailbox)),
                              cell(static_cast<std::int64_t>(process.mailbox_peak)), handling,
                              cell(static_cast<std::int64_t>(process.turns)), cell(process.incarnation)},
                    .tone = tone_of(process.life),
                    .jump = process.since,
                    .process = p,
                    .delivery = process.turn});
  }
  return rows;
}

}  // namespace

const TableSpec& tables::processes() {
  static const TableSpec spec{"processes", "Processes", "no run is open",
                              {"Process", "Host", "Is", "Mailbox", "Peak", "Handling", "Turns", "Incarnation"},
                              process_rows};
  return spec;
}

}  // namespace crisper::gui
