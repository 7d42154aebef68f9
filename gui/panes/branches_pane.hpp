// BranchesPane: the runs that came of the first by changes, as a tree, with what each of them came to; a double click
// shows one.
#pragma once

#include <QWidget>

#include "gui/models/workbench.hpp"
#include "gui/panes/pane.hpp"

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace crisper::gui {

class BranchesPane : public QWidget, public Pane {
  Q_OBJECT

 public:
  explicit BranchesPane(Workbench& bench, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 200}; }
  void setSeen(bool seen) override;

  QTreeWidget* tree() const { return tree_; }
  /// The row of a branch, by its place; null where there is none.
  QTreeWidgetItem* row(int place) const;

 private:
  void look();
  void go(QTreeWidgetItem* row);

  Workbench& bench_;
  QTreeWidget* tree_;
  QLabel* empty_;
  std::vector<QTreeWidgetItem*> rows_;  ///< by place
  bool seen_ = false;
  bool stale_ = true;
};

}  // namespace crisper::gui
