// LocksPane: who waits for whom, as a picture and as a table.
#pragma once

#include <QWidget>

#include "gui/models/cursor.hpp"
#include "gui/panes/pane.hpp"

namespace crisper::gui {

class TablePane;
class WaitForView;

class LocksPane : public QWidget, public Pane {
  Q_OBJECT

 public:
  explicit LocksPane(Cursor& cursor, QWidget* parent = nullptr);
  void setSeen(bool seen) override;
  QSize sizeHint() const override { return {440, 320}; }
  /// The picture in a window of its own, which follows the cursor, too.
  void enlarge();

 private:
  Cursor& cursor_;
  WaitForView* graph_;
  TablePane* table_;
};

}  // namespace crisper::gui
