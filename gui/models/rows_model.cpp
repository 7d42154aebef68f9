#include "gui/models/rows_model.hpp"

namespace crisper::gui {

RowsModel::RowsModel(QStringList columns, QObject* parent) : QAbstractTableModel(parent), columns_(std::move(columns)) {}

int RowsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RowsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const TableRow& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return row.cells.value(index.column());
    case Qt::ToolTipRole: return row.explanation.isEmpty() ? QVariant() : QVariant(row.explanation);
    case ToneRole: return static_cast<int>(row.tone);
    case JumpRole: return row.jump;
    default: return {};
  }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return columns_.value(section);
}

void RowsModel::show(std::vector<TableRow> rows) {
  const int before = static_cast<int>(rows_.size());
  const int after = static_cast<int>(rows.size());
  // Rows that stay keep their place, so that a view keeps its scroll position and its current row.
  if (after < before) {
    beginRemoveRows({}, after, before - 1);
    rows_.resize(rows.size());
    endRemoveRows();
  } else if (after > before) {
    beginInsertRows({}, before, after - 1);
    rows_.insert(rows_.end(), rows.begin() + before, rows.end());
    endInsertRows();
  }
  rows_ = std::move(rows);
  if (after > 0) emit dataChanged(index(0, 0), index(after - 1, columnCount() - 1));
}

}  // namespace crisper::gui
