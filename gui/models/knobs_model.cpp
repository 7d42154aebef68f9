#include "gui/models/knobs_model.hpp"

#include <fstream>
#include <sstream>

namespace crisper::gui {

KnobsModel::KnobsModel(Cursor& cursor, QObject* parent) : QAbstractTableModel(parent), cursor_(cursor) {
  connect(&cursor, &Cursor::runChanged, this, &KnobsModel::read);
  read();
}

void KnobsModel::read() {
  beginResetModel();
  knobs_.clear();
  if (cursor_.run() && !cursor_.run()->folder.scenario.empty()) {
    std::ostringstream text;
    text << std::ifstream(cursor_.run()->folder.scenario, std::ios::binary).rdbuf();
    knobs_ = knobs_of(text.str());
  }
  endResetModel();
}

int KnobsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(knobs_.size());
}

int KnobsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant KnobsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Knob& each = knob(index.row());
  if (role == SearchRole) return each.path + ' ' + each.value + ' ' + each.meaning;
  if (role == ChangedRole) return each.isChanged();
  if (role == Qt::ToolTipRole) return each.expected.isEmpty() ? each.meaning : each.meaning + "\n" + each.expected;
  if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
  switch (index.column()) {
    case Path: return each.path;
    case Value: return each.value;
    case Initial: return each.initial;
    default: return each.meaning;
  }
}

QVariant KnobsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return QStringList{"Knob", "Value", "Usually", "What it does"}.value(section);
}

Qt::ItemFlags KnobsModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  return index.isValid() && index.column() == Value ? flags | Qt::ItemIsEditable : flags;
}

bool KnobsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || index.column() != Value || role != Qt::EditRole) return false;
  const Knob& each = knob(index.row());
  const QString wanted = value.toString().trimmed();
  if (wanted == each.value) return false;
  // The value changes when the run with it is there.
  emit changeWanted(each.path, wanted);
  return true;
}

}  // namespace crisper::gui
