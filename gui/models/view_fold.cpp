#include "gui/models/view_fold.hpp"

#include <algorithm>

namespace crisper::gui {

using properties::CellAfter;
using properties::ShownCell;

namespace {

using Values = std::map<ShownCell, std::int64_t>;

properties::RowFold::Before values_in(const Values& values) {
  return [&values](ShownCell cell) {
    const auto found = values.find(cell);
    return found == values.end() ? 0 : found->second;
  };
}

}  // namespace

std::vector<ViewFold::Change> ViewFold::take(const properties::TracedEvent& event, RecordId order) {
  const std::vector<CellAfter> cells = rules_->after(view_, event, values_in(values_));
  if (cells.empty()) return {};
  if (!rules_->is_sum(view_)) {
    Row& row = rows_[rules_->row_of(view_, cells.front().cell)];
    RecordId& latest = row.latest[event.stream];
    if (order < latest) return take_late(row, {event, order}, cells);
    latest = order;
    row.taken.push_back({event, order});
  }
  std::vector<Change> changes;
  for (const CellAfter& each : cells) {
    values_[each.cell] = each.value;
    changes.push_back({.cell = each.cell, .value = each.value, .events = 1, .word = each.word});
  }
  return changes;
}

std::vector<ViewFold::Change> ViewFold::take_late(Row& row, const Taken& late, const std::vector<CellAfter>& touched) {
  const auto follower = std::ranges::find_if(row.taken, [&](const Taken& each) {
    return each.event.stream == late.event.stream && each.order > late.order;
  });
  row.taken.insert(follower, late);
  Values anew;
  for (const Taken& each : row.taken) {
    for (const CellAfter& cell : rules_->after(view_, each.event, values_in(anew))) anew[cell.cell] = cell.value;
  }
  std::vector<Change> changes;
  for (const auto& [cell, value] : anew) {
    values_[cell] = value;
    const bool is_touched = std::ranges::find(touched, cell, &CellAfter::cell) != touched.end();
    changes.push_back({.cell = cell, .value = value, .events = is_touched ? 1u : 0u});
  }
  return changes;
}

}  // namespace crisper::gui
