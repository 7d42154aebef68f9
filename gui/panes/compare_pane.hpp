// ComparePane: which run is beside the one on show, command by command, and what changed in figures.
#pragma once

#include <QWidget>

#include "gui/models/comparison.hpp"
#include "gui/models/cursor.hpp"
#include "gui/models/rows_model.hpp"

class QLabel;
class QPushButton;
class QTableView;

namespace crisper::gui {

class ComparePane : public QWidget {
  Q_OBJECT

 public:
  /// `a` shows the run of the window, `b` the one beside it.
  ComparePane(Cursor& a, Cursor& b, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 230}; }

  const Comparison* comparison() const { return compared_ ? &comparison_ : nullptr; }
  RowsModel* commands() const { return commands_; }
  RowsModel* deltas() const { return deltas_; }
  QTableView* commandTable() const { return command_table_; }
  QString sentence() const;

 signals:
  void otherWanted();
  void endWanted();
  /// Two records that stand for one another; zero where a run has none.
  void pairChosen(RecordId in_a, RecordId in_b);

 private:
  void compare();

  Cursor& a_;
  Cursor& b_;
  bool compared_ = false;
  Comparison comparison_;
  RowsModel* commands_;
  RowsModel* deltas_;
  QLabel* sentence_;
  QPushButton* go_;
  QPushButton* end_;
  QTableView* command_table_;
  QTableView* delta_table_;
};

}  // namespace crisper::gui
