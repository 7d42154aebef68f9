// RowsModel: rows of cells as a Qt model; rows that stay keep their place when others are shown.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "gui/models/table_spec.hpp"

namespace crisper::gui {

class RowsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role { ToneRole = Qt::UserRole + 1, JumpRole };

  explicit RowsModel(QStringList columns, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  /// Whether this column holds numbers, lengths of time among them: such stand at the right.
  bool isNumeric(int column) const { return numeric_[static_cast<std::size_t>(column)]; }
  const TableRow& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }
  void show(std::vector<TableRow> rows);

 private:
  void judgeColumns();

  QStringList columns_;
  std::vector<TableRow> rows_;
  std::vector<bool> numeric_;  ///< by column
};

}  // namespace crisper::gui
