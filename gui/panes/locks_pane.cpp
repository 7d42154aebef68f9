#include "gui/panes/locks_pane.hpp"

#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "gui/models/table_registry.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/panes/wait_for_view.hpp"

namespace crisper::gui {

LocksPane::LocksPane(Cursor& cursor, QWidget* parent) : QWidget(parent) {
  setAccessibleName(tables::locks().title);
  graph_ = new WaitForView(cursor);
  table_ = new TablePane(tables::locks(), cursor);
  auto* scroll = new QScrollArea;
  scroll->setWidget(graph_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  auto* both = new QSplitter(Qt::Vertical, this);
  both->addWidget(scroll);
  both->addWidget(table_);
  both->setChildrenCollapsible(false);
  both->setSizes({200, 120});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(both);
}

void LocksPane::setSeen(bool seen) {
  graph_->setSeen(seen);
  table_->setSeen(seen);
}

}  // namespace crisper::gui
