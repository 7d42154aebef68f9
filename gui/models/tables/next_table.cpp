// next: what could be delivered next: every message that is under way, and what it takes to choose it.
#include <algorithm>
#include <vector>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"
#include "gui/models/what_if.hpp"

namespace crisper::gui {
namespace {

/// For each of these a changed plan is tried.
constexpr std::size_t choices_max = 60;

std::vector<Index> by_arrival(const TraceData& data, const RunState& state) {
  std::vector<Index> coming;
  for (const Index i : state.in_flight) {
    if (!data.deliveries[i].was_dropped() && data.deliveries[i].arrived != 0) coming.push_back(i);
  }
  std::ranges::sort(coming, {}, [&](Index i) { return data.deliveries[i].arrived; });
  if (coming.size() > choices_max) coming.resize(choices_max);
  return coming;
}

std::vector<TableRow> next_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> rows;
  std::vector<ProcessNumber> reached;
  for (const Index i : by_arrival(data, state)) {
    const Delivery& d = data.deliveries[i];
    TableRow row{.cells = {QString::number(rows.size() + 1), cell(data.types[d.type]), cell(data.name_of(d.from)),
                           cell(data.name_of(d.to)), cell(rough_span(data.arrived_at(d) - data.at(state.at)))},
                 .process = d.to,
                 .delivery = i};
    if (std::ranges::find(reached, d.to) == reached.end()) {
      reached.push_back(d.to);
      row.cells += "comes first as it is";
      row.tone = Tone::good;
      row.explanation = "Of all that is under way to the same process it arrives first";
    } else if (const auto chosen = deliver_first(run, i, state.at)) {
      row.cells += QString("holds back %1").arg(chosen->plan.faults.size() - run.folder.plan->plan.faults.size());
      row.explanation = "Double click or Enter: the run is made again, and this one arrives first at its process";
    } else {
      row.cells += "can't be chosen";
      row.tone = Tone::muted;
      row.explanation = cell(chosen.error());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

QString why_no_next(const LoadedRun& run, const RunState& state) {
  if (state.at == run.trace().last()) return "the run is over";
  return "no message is on its way at this instant: there is nothing to choose from";
}

}  // namespace

const TableSpec& tables::next() {
  static const TableSpec spec{"next", "Next messages", "no message is on its way",
                              {"", "Message", "From", "To", "Arrives in", "Choosing it"},
                              next_rows, false, why_no_next};
  return spec;
}

}  // namespace crisper::gui
