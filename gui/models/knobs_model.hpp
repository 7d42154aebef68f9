// KnobsModel: the knobs of the run on show as a Qt model; setting one asks for a run with it.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "gui/models/cursor.hpp"
#include "gui/models/knobs.hpp"

namespace crisper::gui {

class KnobsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Path, Value, Initial, Meaning, ColumnCount };
  enum Role { SearchRole = Qt::UserRole + 1, ChangedRole };

  explicit KnobsModel(Cursor& cursor, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  const Knob& knob(int row) const { return knobs_[static_cast<std::size_t>(row)]; }

 signals:
  void changeWanted(QString path, QString value);

 private:
  void read();

  Cursor& cursor_;
  std::vector<Knob> knobs_;
};

}  // namespace crisper::gui
