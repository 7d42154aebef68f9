// locks: who holds what since when, and who waits for it.
#include <algorithm>
#include <optional>

#include "core/design/ownership_strategy.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"
#include "gui/models/wait_for.hpp"

namespace crisper::gui {
namespace {

std::vector<TableRow> lock_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  const WaitFor graph = wait_for_graph(state);
  std::vector<TableRow> rows;
  for (const std::vector<WaitEdge>& cycle : graph.cycles) {
    const QString words = cell(cycle_words(data, cycle));
    rows.push_back({.cells = {"deadlock", words}, .tone = Tone::bad, .explanation = words});
  }
  for (const LockState& lock : state.locks) {
    QStringList waiters;
    RecordId longest = 0;
    for (const LockWaiter& waiter : lock.waiters) {
      waiters += cell(data.name_of(waiter.process));
      longest = longest == 0 ? waiter.since : std::min(longest, waiter.since);
    }
    const bool in_cycle =
        std::ranges::any_of(graph.edges, [&](const WaitEdge& e) { return e.in_cycle && e.stream == lock.stream; });
    rows.push_back({.cells = {cell(data.stream_name(lock.stream)),
                              lock.holder ? cell(data.name_of(lock.holder)) : QString("free"),
                              lock.holder ? age_cell(data, lock.since, state.at) : QString(),
                              lock.holder ? cell(lock.token) : QString(), waiters.join(", "),
                              age_cell(data, longest, state.at)},
                    .tone = in_cycle ? Tone::bad : lock.waiters.empty() ? Tone::plain : Tone::warning,
                    .jump = lock.holder ? lock.since : longest,
                    .process = lock.holder});
  }
  // Contended ones first: they are what one looks for.
  std::ranges::stable_sort(rows, {}, [](const TableRow& row) {
    return row.tone == Tone::bad ? 0 : row.tone == Tone::warning ? 1 : 2;
  });
  return rows;
}

/// Where nobody ever asks for one: by what its design keeps writers apart instead.
QString why_no_locks(const LoadedRun& run, const RunState&) {
  if (run.index->has(ObservationKind::lock_requested) || run.index->has(ObservationKind::lock_granted)) {
    return "nobody holds or waits for a lock at this instant";
  }
  const std::optional<OwnershipStrategy> strategy = run.folder.strategy;
  if (!strategy) return "nobody asks for a lock in this run";
  const QString name = cell(std::string(crisper::name_of(*strategy)));
  if (entry_of(*strategy).keeps_out_by == KeepsOutBy::locks) {
    return QString("nobody asks for a lock in this run, though its design has some (%1)").arg(name);
  }
  const QString meaning = cell(std::string(crisper::meaning_of(*strategy)));
  return QString("no locks: the strategy of this design is %1 (%2)").arg(name, meaning);
}

}  // namespace

const TableSpec& tables::locks() {
  static const TableSpec spec{"locks", "Locks", "nobody holds or waits for a lock",
                              {"Lock", "Holder", "Held\nfor", "Token", "Waiting", "Longest\nwait"}, lock_rows,
                              false, why_no_locks};
  return spec;
}

}  // namespace crisper::gui
