#include "gui/panes/flow_layout.hpp"

#include <algorithm>

namespace crisper::gui {

FlowLayout::~FlowLayout() {
  for (QLayoutItem* each : items_) delete each;
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index < 0 || index >= count() ? nullptr : items_[static_cast<std::size_t>(index)];
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* taken = itemAt(index);
  if (taken) items_.erase(items_.begin() + index);
  return taken;
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* each : items_) {
    if (!each->isEmpty()) size = size.expandedTo(each->minimumSize());
  }
  return size;
}

QSize FlowLayout::sizeHint() const {
  QSize size;
  for (const QLayoutItem* each : items_) {
    if (each->isEmpty()) continue;
    const QSize wanted = each->sizeHint();
    const int gap = size.width() == 0 ? 0 : std::max(0, spacing());
    size = QSize(size.width() + gap + wanted.width(), std::max(size.height(), wanted.height()));
  }
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool really) const {
  const int gap = std::max(0, spacing());
  int left = rect.left();
  int top = rect.top();
  int line = 0;  // its height
  for (QLayoutItem* each : items_) {
    if (each->isEmpty()) continue;
    const QSize wanted = each->sizeHint();
    if (line > 0 && left + wanted.width() > rect.left() + rect.width()) {
      left = rect.left();
      top += line + gap;
      line = 0;
    }
    if (really) each->setGeometry(QRect(QPoint(left, top), wanted));
    left += wanted.width() + gap;
    line = std::max(line, wanted.height());
  }
  return top + line - rect.top();
}

}  // namespace crisper::gui
