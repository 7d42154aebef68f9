#include "gui/panes/column_widths.hpp"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>

#include "gui/models/rows_model.hpp"

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

bool ColumnWidths::isNumeric(std::size_t column) const {
  const auto* rows = qobject_cast<const RowsModel*>(table_.model());
  return rows && rows->isNumeric(static_cast<int>(column));
}

void ColumnWidths::share() {
  std::vector<int> words;
  std::vector<int> all;
  int room = table_.viewport()->width();
  int numbers = 0;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (dragged_[i]) {
      room -= table_.columnWidth(static_cast<int>(i));
      continue;
    }
    all.push_back(wanted_[i]);
    if (isNumeric(i)) {
      numbers += wanted_[i];
    } else {
      words.push_back(wanted_[i]);
    }
  }
  const int last_hint = table_.horizontalHeader()->sectionSizeHint(static_cast<int>(wanted_.size()));
  const int last = std::clamp(last_hint, width_min, last_width_min);
  const bool fits = room - numbers - last >= width_min * static_cast<int>(words.size());
  const int most = fits ? widest_that_fits(words, last, room - numbers) : widest_that_fits(all, last, room);
  fitting_ = true;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (dragged_[i] || wanted_[i] == 0) continue;
    table_.setColumnWidth(static_cast<int>(i), fits && isNumeric(i) ? wanted_[i] : std::min(wanted_[i], most));
  }
  fitting_ = false;
}

}  // namespace crisper::gui
