#include "gui/models/snapshot_model.hpp"

#include <algorithm>

namespace crisper::gui {

SnapshotModel::SnapshotModel(const TableSpec& spec, Cursor& cursor, QObject* parent)
    : QAbstractTableModel(parent), spec_(spec), cursor_(cursor) {
  connect(&cursor, &Cursor::runChanged, this, &SnapshotModel::follow);
  connect(&cursor, &Cursor::moved, this, &SnapshotModel::follow);
  follow();
}

int SnapshotModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SnapshotModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(spec_.columns.size());
}

QVariant SnapshotModel::data(const QModelIndex& index, int role) const {
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

QVariant SnapshotModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return spec_.columns.value(section);
}

void SnapshotModel::setActive(bool active) {
  active_ = active;
  if (active && stale_) follow();
}

void SnapshotModel::follow() {
  stale_ = !active_;
  if (!active_) return;
  show(cursor_.run() ? spec_.rows(*cursor_.run(), cursor_.state()) : std::vector<TableRow>());
}

void SnapshotModel::show(std::vector<TableRow> rows) {
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
