#include "gui/models/rows_model.hpp"

#include <algorithm>

namespace crisper::gui {
namespace {

/// What these say of a column, all do.
constexpr std::size_t judged_rows_max = 24;

/// "12", "-3", "4.5", "20ms", "+1.5 s", "50us"
bool is_number(const QString& text) {
  static const QStringList units{"", "ns", "us", "ms", "s", "%"};
  qsizetype end = text.startsWith('+') || text.startsWith('-') ? 1 : 0;
  const qsizetype begin = end;
  while (end < text.size() && (text[end].isDigit() || text[end] == '.')) ++end;
  return end > begin && units.contains(text.mid(end).trimmed());
}

}  // namespace

RowsModel::RowsModel(QStringList columns, QObject* parent)
    : QAbstractTableModel(parent), columns_(std::move(columns)),
      numeric_(static_cast<std::size_t>(columns_.size()), false) {}

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
    case Qt::TextAlignmentRole:
      return QVariant(Qt::AlignVCenter | (isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case ToneRole: return static_cast<int>(row.tone);
    case JumpRole: return row.jump;
    default: return {};
  }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= columns_.size()) return {};
  if (role == Qt::TextAlignmentRole) {
    return QVariant(Qt::AlignVCenter | (isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft));
  }
  return role == Qt::DisplayRole ? QVariant(columns_[section]) : QVariant();
}

void RowsModel::judgeColumns() {
  for (int column = 0; column < columnCount(); ++column) {
    bool some = false;
    bool all = true;
    for (std::size_t row = 0; row < std::min(judged_rows_max, rows_.size()); ++row) {
      const QString text = rows_[row].cells.value(column);
      if (text.isEmpty() || text == "never") continue;
      some = true;
      all = all && is_number(text);
    }
    if (!some || numeric_[static_cast<std::size_t>(column)] == all) continue;
    numeric_[static_cast<std::size_t>(column)] = all;
    emit headerDataChanged(Qt::Horizontal, column, column);
  }
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
  judgeColumns();
  if (after > 0) emit dataChanged(index(0, 0), index(after - 1, columnCount() - 1));
}

}  // namespace crisper::gui
