#include "gui/panes/column_widths.hpp"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>

namespace crisper::gui {
namespace {

constexpr int width_max = 260;
constexpr int last_width_min = 96;  ///< of the last: what is longer is cut
constexpr int spacing = 4;

/// The widest that a column may be so that all of them fit; `last` is what the last one needs at least.
int widest_that_fits(std::vector<int> widths, int last, int room) {
  std::ranges::sort(widths);
  int left = room - last;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const int share = left / static_cast<int>(widths.size() - i);
    if (widths[i] > share) return std::max(ColumnWidths::width_min, share);
    left -= widths[i];
  }
  return std::max(room, width_max);
}

}  // namespace

ColumnWidths::ColumnWidths(QTableView& table)
    : QObject(&table), table_(table), wanted_(static_cast<std::size_t>(table.model()->columnCount() - 1)),
      dragged_(wanted_.size()) {
  table.viewport()->installEventFilter(this);
  connect(table.horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
    const auto place = static_cast<std::size_t>(column);
    if (!fitting_ && table_.isVisible() && place < dragged_.size()) dragged_[place] = true;
  });
}

void ColumnWidths::fitToContents(bool grow_only) {
  fitting_ = true;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (dragged_[i]) continue;
    const auto column = static_cast<int>(i);
    table_.resizeColumnToContents(column);
    wanted_[i] = std::max(grow_only ? wanted_[i] : 0, table_.columnWidth(column) + spacing);
  }
  share();
}

void ColumnWidths::fitTo(const std::vector<int>& widths) {
  std::ranges::copy(widths, wanted_.begin());
  share();
}

bool ColumnWidths::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) share();
  return QObject::eventFilter(watched, event);
}

void ColumnWidths::share() {
  std::vector<int> free;
  int room = table_.viewport()->width();
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (dragged_[i]) {
      room -= table_.columnWidth(static_cast<int>(i));
    } else {
      free.push_back(wanted_[i]);
    }
  }
  const int last_hint = table_.horizontalHeader()->sectionSizeHint(static_cast<int>(wanted_.size()));
  const int most = widest_that_fits(free, std::clamp(last_hint, width_min, last_width_min), room);
  fitting_ = true;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (!dragged_[i] && wanted_[i] > 0) table_.setColumnWidth(static_cast<int>(i), std::min(wanted_[i], most));
  }
  fitting_ = false;
}

}  // namespace crisper::gui
