// SnapshotModel: a TableSpec as a Qt model that follows the cursor.
#pragma once

#include <QAbstractTableModel>

#include "gui/models/cursor.hpp"
#include "gui/models/table_spec.hpp"

namespace crisper::gui {

class SnapshotModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role { ToneRole = Qt::UserRole + 1, JumpRole };

  /// Both must live as long as the model.
  SnapshotModel(const TableSpec& spec, Cursor& cursor, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  const TableSpec& spec() const { return spec_; }
  const TableRow& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }
  /// A pane that nobody sees needn't be kept up to date: it catches up when it is seen.
  void setActive(bool active);

 private:
  void follow();
  void show(std::vector<TableRow> rows);

  const TableSpec& spec_;
  Cursor& cursor_;
  std::vector<TableRow> rows_;
  bool active_ = true;
  bool stale_ = false;
};

}  // namespace crisper::gui
