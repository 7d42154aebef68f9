#include "gui/dock_layout.hpp"

#include <QTabBar>
#include <QTimer>
#include <algorithm>

#include "gui/panes/pane.hpp"

namespace crisper::gui {
namespace {

constexpr int layout_version = 7;
constexpr int pane_width_min = 160;
constexpr int pane_height_min = 72;
constexpr int height_ample = 800;  ///< pixels of a window in which every pane has room
const QString dock_prefix = "dock-";

/// Where a pane is at first; `behind`: as a tab of that one. What must hold is at the left, what consumers make of it
/// at the right above how the machinery does.
struct Place {
  const char* name;
  Qt::DockWidgetArea area;
  const char* behind = nullptr;
  bool closed = false;  ///< until somebody wants it: tabs take height
};
constexpr Place places[] = {
    {"map", Qt::TopDockWidgetArea},
    {"compare", Qt::TopDockWidgetArea, "map", true},  // two tables side by side take the whole width
    {"channels", Qt::TopDockWidgetArea, "map", true},
    {"log", Qt::BottomDockWidgetArea},
    {"plots", Qt::BottomDockWidgetArea, "log"},
    {"sums", Qt::BottomDockWidgetArea, "log"},
    {"explanation", Qt::BottomDockWidgetArea, "log"},
    {"hunt", Qt::BottomDockWidgetArea, "log"},
    {"scenario", Qt::BottomDockWidgetArea, "log"},
    {"design", Qt::BottomDockWidgetArea, "log"},
    {"branches", Qt::BottomDockWidgetArea, "log"},
    {"properties", Qt::LeftDockWidgetArea},
    {"inspector", Qt::LeftDockWidgetArea},
    {"views", Qt::RightDockWidgetArea},
    {"projections", Qt::RightDockWidgetArea, "views"},
    {"streams", Qt::RightDockWidgetArea, "views"},
    {"instances", Qt::RightDockWidgetArea, "views"},
    {"queues", Qt::RightDockWidgetArea},
    {"commands", Qt::RightDockWidgetArea, "queues"},
    {"locks", Qt::RightDockWidgetArea, "queues"},
    {"processes", Qt::RightDockWidgetArea, "queues"},
    {"messages", Qt::RightDockWidgetArea, "queues"},
    {"next", Qt::RightDockWidgetArea, "queues"},
    {"faults", Qt::RightDockWidgetArea, "queues"},
};

}  // namespace

void DockLayout::add(const QString& name, const QString& title, QWidget* pane) {
  auto* dock = new QDockWidget(title, &window_);
  dock->setObjectName(dock_prefix + name);
  dock->setWidget(pane);
  docks_.push_back(dock);
  // A pane may be made small: what it would like to have, also behind others, must not push the window off the screen.
  pane->setMinimumSize(pane_width_min, std::max(pane_height_min, pane->minimumHeight()));
  if (auto* each = dynamic_cast<Pane*>(pane)) {
    QObject::connect(dock, &QDockWidget::visibilityChanged, pane, [each](bool seen) { each->setSeen(seen); });
  }
}

void DockLayout::placeAll() {
  for (const Place& place : places) {
    QDockWidget* placed = dock(place.name);
    window_.addDockWidget(place.area, placed);
    if (place.behind) window_.tabifyDockWidget(dock(place.behind), placed);
  }
  raiseFirst();
}

QDockWidget* DockLayout::dock(const QString& name) const { return window_.findChild<QDockWidget*>(dock_prefix + name); }

void DockLayout::raiseFirst() {
  for (const Place& place : places) {
    if (!place.behind) dock(place.name)->raise();
  }
}

void DockLayout::openFirst() {
  for (const Place& place : places) dock(place.name)->setVisible(!place.closed);
  raiseFirst();
}

void DockLayout::show(const QString& name) {
  dock(name)->show();
  dock(name)->raise();
}

void DockLayout::arrange() {
  // The diagram comes first: on a small screen the map is low, and tables have a few lines each.
  const bool low = window_.height() < height_ample;
  const int width = window_.width();
  window_.resizeDocks({dock("map")}, {low ? 122 : 150}, Qt::Vertical);
  window_.resizeDocks({dock("log")}, {low ? 180 : std::max(220, window_.height() / 5)}, Qt::Vertical);
  const QList<int> sides{width * (low ? 27 : 23) / 100, width * (low ? 32 : 33) / 100};
  window_.resizeDocks({dock("properties"), dock("views")}, sides, Qt::Horizontal);
  window_.resizeDocks({dock("properties"), dock("inspector")}, {low ? 300 : 260, low ? 300 : 500}, Qt::Vertical);
  window_.resizeDocks({dock("views"), dock("queues")}, {320, 400}, Qt::Vertical);
}

void DockLayout::keepCentre() {
  const int width = window_.width();
  const int centre = window_.centralWidget()->width();
  if (!shown_ || centre >= width * 35 / 100) return;
  // As if by the window's own measure: what stands at the sides gives way, each as much as it is wide.
  QList<QDockWidget*> sides;
  int taken = 0;
  for (const auto area : {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea}) {
    const auto there = std::ranges::find_if(docks_, [&](QDockWidget* each) {
      return !each->isFloating() && window_.dockWidgetArea(each) == area &&
             !each->visibleRegion().isEmpty();
    });
    if (there == docks_.end()) continue;
    sides.push_back(*there);
    taken += (*there)->width();
  }
  QList<int> widths;
  for (const QDockWidget* side : sides) widths.push_back(side->width() * (width * 58 / 100) / taken);
  window_.resizeDocks(sides, widths, Qt::Horizontal);
}

void DockLayout::setVisible(bool visible) {
  if (visible && shown_) return;
  if (!visible && shown_) kept_ = save();
  shown_ = visible;
  for (QDockWidget* each : docks_) each->setVisible(visible);
  if (!visible) return;
  // What is hidden gives its room to its neighbours and gets little of it back: only the layout as it was, taken again
  // now that all are there, has the sizes that somebody gave them, and closed what they closed.
  if (kept_.isEmpty() || !window_.restoreState(kept_, layout_version)) openFirst();
  for (QTabBar* tabs : window_.findChildren<QTabBar*>()) {
    tabs->setElideMode(Qt::ElideNone);
    tabs->setUsesScrollButtons(true);
  }
  if (kept_.isEmpty()) arrangeAnew();
}

void DockLayout::arrangeAnew() {
  arrange();
  // Docks take their widths only once they are laid out.
  QTimer::singleShot(0, &window_, [this] {
    if (shown_) arrange();
  });
}

void DockLayout::reset() {
  for (QDockWidget* each : docks_) {
    each->setFloating(false);  // first: one that was removed can't be docked
    window_.removeDockWidget(each);
  }
  placeAll();
  kept_.clear();
  for (QDockWidget* each : docks_) each->setVisible(false);
  if (!shown_) return;  // from the first page: they come when there is a run
  openFirst();
  arrangeAnew();
}

void DockLayout::restore(const QByteArray& saved) {
  if (window_.restoreState(saved, layout_version)) kept_ = saved;
}

std::vector<std::pair<QString, QString>> DockLayout::panes() const {
  std::vector<std::pair<QString, QString>> all;
  for (const QDockWidget* each : docks_) {
    all.emplace_back(each->objectName().mid(dock_prefix.size()), each->windowTitle());
  }
  return all;
}

QByteArray DockLayout::save() const { return shown_ ? window_.saveState(layout_version) : kept_; }

}  // namespace crisper::gui
