// ViewFold: what the events that somebody has taken so far make of the rows of one view.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "gui/models/trace_data.hpp"
#include "properties/domain/row_fold.hpp"

namespace crisper::gui {

class ViewFold {
 public:
  struct Change {
    properties::ShownCell cell;
    std::int64_t value = 0;    ///< from now on
    std::uint32_t events = 0;  ///< so many more have changed it
    std::string_view word{};   ///< as in properties::CellAfter
  };

  /// `rules` outlives this.
  ViewFold(const properties::RowFold& rules, std::size_t view) : rules_(&rules), view_(view) {}

  /// `order`: the place of the event among those of its stream, in the store. One that comes late counts where it
  /// belongs, before those of its stream that came after it: a view that took them as they came is wrong. Costs as much
  /// as all events of its row where it is late and the view is no sum, else next to nothing.
  std::vector<Change> take(const properties::TracedEvent& event, RecordId order);

 private:
  struct Taken {
    properties::TracedEvent event;
    RecordId order = 0;
  };
  struct Row {
    std::vector<Taken> taken;
    std::map<std::int64_t, RecordId> latest;  ///< by stream
  };
  std::vector<Change> take_late(Row& row, const Taken& late, const std::vector<properties::CellAfter>& touched);

  const properties::RowFold* rules_;
  std::size_t view_;
  std::map<properties::ShownCell, std::int64_t> values_;
  std::map<properties::ShownCell, Row> rows_;  ///< of views that are no sums
};

}  // namespace crisper::gui
