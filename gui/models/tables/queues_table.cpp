// queues: how long each command queue is, and how old its head.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

std::vector<TableRow> queue_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (const QueueState& queue : state.queues) {
    RecordId head = 0;
    for (const QueuedCommand& command : queue.commands) {
      if (command.handler == 0 && (head == 0 || command.since < head)) head = command.since;
    }
    const double seconds = static_cast<double>(data.at(state.at)) / 1e9;
    const double rate = seconds > 0 ? static_cast<double>(queue.acknowledged) / seconds : 0;
    rows.push_back({.cells = {cell(data.name_of(queue.process)), cell(queue.waiting), cell(queue.peak),
                              age_cell(data, head, state.at), cell(queue.in_flight()),
                              QString::number(rate, 'f', 1), cell(queue.redelivered), cell(queue.dead_lettered)},
                    .tone = queue.dead_lettered > 0 ? Tone::bad : queue.redelivered > 0 ? Tone::warning : Tone::plain,
                    .process = queue.process});
  }
  return rows;
}

std::vector<TableRow> command_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (const QueueState& queue : state.queues) {
    for (const QueuedCommand& command : queue.commands) {
      const bool waits = command.handler == 0;
      rows.push_back({.cells = {cell(subject_words(data, *run.index, command.command)),
                                cell(data.stream_name(command.stream)),
                                waits ? "waiting" : cell("at " + data.name_of(command.handler)),
                                age_cell(data, command.since, state.at),
                                cell(static_cast<std::int64_t>(command.deliveries))},
                      .tone = command.deliveries > 1 ? Tone::warning : waits ? Tone::plain : Tone::good,
                      .jump = command.since,
                      .process = queue.process});
    }
  }
  return rows;
}

}  // namespace

const TableSpec& tables::queues() {
  static const TableSpec spec{"queues", "Queues", "no command queue has said anything yet",
                              {"Queue", "Waiting", "Peak", "Head's\nage", "In\nflight", "Done/s", "Rede-\nlivered",
                               "Dead\nletters"},
                              queue_rows};
  return spec;
}

const TableSpec& tables::commands() {
  static const TableSpec spec{"commands", "Commands", "the queue is empty",
                              {"Command", "Stream", "Where", "Age", "Deliveries"}, command_rows};
  return spec;
}

}  // namespace crisper::gui
