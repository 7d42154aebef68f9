// ScenarioPane: a form for every knob of the scenario; each change is a run at once.
#pragma once

#include <QWidget>

#include "gui/models/knobs_model.hpp"

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace crisper::gui {

class ScenarioPane : public QWidget {
  Q_OBJECT

 public:
  explicit ScenarioPane(Cursor& cursor, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 230}; }
  void focusFilter();
  KnobsModel* model() const { return model_; }
  QLineEdit* filter() const { return filter_; }
  QTableView* table() const { return table_; }

 signals:
  void changeWanted(QString path, QString value);
  void saveWanted();

 private:
  KnobsModel* model_;
  QSortFilterProxyModel* shown_;
  QLineEdit* filter_;
  QTableView* table_;
};

}  // namespace crisper::gui
