// instances: the instances of process managers: where each stands, what is left of its time limit, and what is owed.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

/// More than these nobody reads; the event log has all.
constexpr std::size_t instances_max = 200;

QString limit_words(const LoadedRun& run, const RunState& state, const InstanceState& instance) {
  if (instance.limit_ns == 0) return instance.timed_out ? "ran out" : "none";
  const std::int64_t left = instance.left_ns(run.trace(), state.at);
  return left >= 0 ? cell(rough_span(left)) + " left" : cell(rough_span(-left)) + " over";
}

QString owed_words(const InstanceState& instance) {
  QStringList owed;
  if (instance.unsent > 0) owed += QString("%1 to send").arg(instance.unsent);
  if (instance.unanswered > 0) owed += QString("%1 to be answered").arg(instance.unanswered);
  if (!owed.isEmpty()) return owed.join(", ");
  return instance.ended ? QString() : QString("the next event");
}

void judge(const LoadedRun& run, const RunState& state, const InstanceState& instance, TableRow& row) {
  const bool late = instance.limit_ns != 0 && instance.left_ns(run.trace(), state.at) < 0;
  const bool never_ends = !instance.ended && state.at == run.trace().last();
  if (instance.ended) {
    row.tone = instance.owes() ? Tone::warning : Tone::muted;
    row.explanation = instance.owes() ? "it is over, and has not got rid of all that follows from it" : "it is over";
  } else if (never_ends) {
    row.tone = Tone::bad;
    row.explanation = "the run is over, and it is not";
  } else if (late || instance.timed_out) {
    row.tone = Tone::warning;
    row.explanation = late ? "its time limit is over by the run's clock, and it has not noticed yet"
                           : "its time limit ran out: it undoes what was done";
  } else {
    row.explanation = "it waits for what is owed to it";
  }
}

std::vector<TableRow> instance_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<InstanceState> instances = run.instances.at(data, state.at);
  if (instances.size() > instances_max) instances.resize(instances_max);
  std::vector<TableRow> rows;
  for (const InstanceState& each : instances) {
    TableRow row{.cells = {cell(data.stream_name(each.key)), cell(data.name_of(each.process)),
                           cell(stage_words(run.folder.domain.get(), data.name_of(each.process), each.stage)) +
                               (each.ended ? ", ended" : ""),
                           limit_words(run, state, each), owed_words(each), age_cell(data, each.begun, state.at),
                           age_cell(data, each.last, state.at)},
                 .jump = each.last,
                 .process = each.process};
    judge(run, state, each, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

QString why_no_instances(const LoadedRun& run, const RunState&) {
  if (!run.instances.empty()) return "no instance has begun yet";
  const std::vector<ProcessInfo>& processes = run.trace().processes;
  const bool has_one = std::ranges::find(processes, "process-manager", &ProcessInfo::role) != processes.end();
  return has_one ? "no instance begins in this run" : "this design has no process manager";
}

}  // namespace

const TableSpec& tables::instances() {
  static const TableSpec spec{"instances", "Process managers", "no process manager has begun an instance yet",
                              {"Instance", "Of", "Stage", "Time limit", "Owed", "Age", "Last\nmoved"},
                              instance_rows, false, why_no_instances};
  return spec;
}

}  // namespace crisper::gui
