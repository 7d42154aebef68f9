#include "gui/panes/locks_pane.hpp"

#include <QDialog>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "gui/models/table_registry.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/panes/wait_for_view.hpp"

namespace crisper::gui {

LocksPane::LocksPane(Cursor& cursor, QWidget* parent) : QWidget(parent), cursor_(cursor) {
  setAccessibleName(tables::locks().title);
  graph_ = new WaitForView(cursor);
  graph_->setToolTip("A double click enlarges it");
  connect(graph_, &WaitForView::enlargeWanted, this, &LocksPane::enlarge);
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

void LocksPane::enlarge() {
  auto* dialog = new QDialog(window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName("locks-enlarged");
  dialog->setWindowTitle("Who waits for whom");
  auto* graph = new WaitForView(cursor_);
  auto* layout = new QVBoxLayout(dialog);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(graph);
  graph->setSeen(true);
  dialog->resize(1200, 720);
  dialog->show();
}

void LocksPane::setSeen(bool seen) {
  graph_->setSeen(seen);
  table_->setSeen(seen);
}

}  // namespace crisper::gui
