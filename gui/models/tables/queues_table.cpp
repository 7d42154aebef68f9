// queues: how long each command queue is, how old what is next in it, and in which order it gives out its commands.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

/// Those that nobody works on, the next that it gives out first. What it never gives again comes last.
std::vector<const QueuedCommand*> in_its_order(const LoadedRun& run, const RunState& state, const QueueState& queue) {
  std::vector<const QueuedCommand*> waiting;
  for (const QueuedCommand& each : queue.commands) {
    if (each.handler == 0) waiting.push_back(&each);
  }
  std::ranges::stable_sort(waiting, {}, [&](const QueuedCommand* each) {
    return run.index->next_given(each->command, state.at);
  });
  return waiting;
}

/// Commands done in the last second, or since the run began.
double rate_of(const LoadedRun& run, const RunState& state, ProcessNumber queue) {
  const TraceData& data = run.trace();
  const std::int64_t now = data.at(state.at);
  const std::int64_t span = std::min<std::int64_t>(now, 1'000'000'000);
  const auto found = run.index->done.find(queue);
  if (span == 0 || found == run.index->done.end()) return 0;
  const auto after = std::ranges::upper_bound(found->second, state.at);
  const auto first = std::ranges::upper_bound(found->second, now - span, {}, [&](RecordId id) { return data.at(id); });
  return static_cast<double>(std::max<std::ptrdiff_t>(0, after - first)) * 1e9 / static_cast<double>(span);
}

QString commands(std::int64_t count) { return QString("%1 command%2").arg(count).arg(count == 1 ? "" : "s"); }

/// The colour of a queue, and why it has it: what it has lost for good, or what is in it now and was given out before.
void judge(const QueueState& queue, TableRow& row) {
  const auto again = std::ranges::count_if(queue.commands, [](const QueuedCommand& command) {
    return command.handler == 0 ? command.deliveries > 0 : command.deliveries > 1;
  });
  if (queue.dead_lettered > 0) {
    row.tone = Tone::bad;
    row.explanation = "gave up on " + commands(static_cast<std::int64_t>(queue.dead_lettered));
  } else if (again > 0) {
    row.tone = Tone::warning;
    row.explanation = commands(again) + " in it came back from a handler";
  }
  row.cells += row.explanation;
}

std::vector<TableRow> queue_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  for (const QueueState& queue : state.queues) {
    const auto waiting = in_its_order(run, state, queue);
    RecordId oldest = 0;
    for (const QueuedCommand* each : waiting) oldest = oldest == 0 ? each->since : std::min(oldest, each->since);
    TableRow row{.cells = {cell(data.name_of(queue.process)), cell(queue.waiting), cell(queue.peak),
                           age_cell(data, waiting.empty() ? 0 : waiting.front()->since, state.at),
                           age_cell(data, oldest, state.at), cell(queue.in_flight()),
                           QString::number(rate_of(run, state, queue.process), 'f', 1), cell(queue.redelivered),
                           cell(queue.dead_lettered)},
                 .process = queue.process};
    judge(queue, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

TableRow command_row(const LoadedRun& run, const RunState& state, const QueueState& queue,
                     const QueuedCommand& command, const QString& where) {
  const TraceData& data = run.trace();
  TableRow row{.cells = {cell(subject_words(data, *run.index, command.command)), cell(data.stream_name(command.stream)),
                         where, age_cell(data, command.since, state.at),
                         cell(static_cast<std::int64_t>(command.deliveries))},
               .jump = command.since,
               .process = queue.process};
  const bool again = command.handler == 0 ? command.deliveries > 0 : command.deliveries > 1;
  if (again) {
    row.tone = Tone::warning;
    row.explanation = "it came back from a handler";
  } else if (command.handler != 0) {
    row.tone = Tone::good;
    row.explanation = "a handler works on it";
  }
  return row;
}

/// What handlers work on, then what waits, as the queue gives it out.
std::vector<TableRow> command_rows(const LoadedRun& run, const RunState& state) {
  std::vector<TableRow> rows;
  for (const QueueState& queue : state.queues) {
    for (const QueuedCommand& each : queue.commands) {
      if (each.handler == 0) continue;
      rows.push_back(command_row(run, state, queue, each, cell("at " + run.trace().name_of(each.handler))));
    }
    std::int64_t place = 0;
    for (const QueuedCommand* each : in_its_order(run, state, queue)) {
      const bool ever = run.index->next_given(each->command, state.at) != UINT32_MAX;
      rows.push_back(command_row(run, state, queue, *each,
                                 ever ? QString("waits as no. %1").arg(++place) : QString("waits to the end")));
    }
  }
  return rows;
}

bool has_a_queue(const LoadedRun& run) {
  const std::vector<ProcessInfo>& processes = run.trace().processes;
  return std::ranges::find(processes, "command-queue", &ProcessInfo::role) != processes.end();
}

QString why_no_queues(const LoadedRun& run, const RunState&) {
  if (run.index->has(ObservationKind::command_enqueued)) return "no command has come to the queue yet";
  return has_a_queue(run) ? "no command comes to the queue in this run" : "this design has no command queue";
}

QString why_no_commands(const LoadedRun& run, const RunState& state) {
  return state.queues.empty() ? why_no_queues(run, state) : "the queue is empty at this instant";
}

}  // namespace

const TableSpec& tables::queues() {
  static const TableSpec spec{"queues", "Queues", "no command queue has said anything yet",
                              {"Queue", "Waiting", "Peak", "Head's\nage", "Oldest", "In\nflight", "Done in\nlast s",
                               "Rede-\nlivered", "Dead\nletters", "Why"},
                              queue_rows, false, why_no_queues};
  return spec;
}

const TableSpec& tables::commands() {
  static const TableSpec spec{"commands", "Commands", "the queue is empty",
                              {"Command", "Stream", "Where", "Age", "Deliveries"}, command_rows, false,
                              why_no_commands};
  return spec;
}

}  // namespace crisper::gui
