// TablePane: one table of the registry, with signs for its tones; a click goes to where the row points.
#pragma once

#include <QWidget>

#include "gui/models/snapshot_model.hpp"
#include "gui/panes/pane.hpp"

class QLabel;
class QTableView;

namespace crisper::gui {

class ColumnWidths;

class TablePane : public QWidget, public Pane {
  Q_OBJECT

 public:
  TablePane(const TableSpec& spec, Cursor& cursor, QWidget* parent = nullptr);
  QTableView* table() const { return table_; }
  SnapshotModel* model() const { return model_; }
  QSize sizeHint() const override { return {440, 320}; }
  void setSeen(bool seen) override { model_->setActive(seen); }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void follow(const QModelIndex& index);
  void showEmptiness();
  void fitColumns();

  /// What the columns are as wide as; rows that are bold are wider.
  enum class Fitted { nothing, headers, rows, bad_rows };

  Cursor& cursor_;
  SnapshotModel* model_;
  QTableView* table_;
  ColumnWidths* widths_;
  QLabel* empty_;
  Fitted fitted_ = Fitted::nothing;
};

/// A table view as all panes have it: whole rows, no grid, small rows.
QTableView* makeTable(QWidget* parent, const QString& name);
/// The same for a RowsModel, with the signs of its tones.
QTableView* makeToneTable(QWidget* parent, const QString& name);

}  // namespace crisper::gui
