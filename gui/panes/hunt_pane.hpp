// HuntPane: start explore, check or shrink, watch how it goes, open what it found.
#pragma once

#include <QWidget>

#include "gui/models/cursor.hpp"
#include "gui/models/hunt.hpp"
#include "gui/models/rows_model.hpp"
#include "gui/models/workbench.hpp"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableView;

namespace crisper::gui {

class HuntPane : public QWidget {
  Q_OBJECT

 public:
  HuntPane(Cursor& cursor, Workbench& bench, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 230}; }

  /// Of the scenario or the run on show. `open_it`: what is found is opened at once.
  void start(HuntRequest::Kind kind, bool open_it);
  void stop();
  bool isBusy() const { return hunt_.isBusy(); }
  QString line() const;
  RowsModel* model() const { return model_; }
  QTableView* table() const { return table_; }
  QLineEdit* lasting() const { return lasting_; }

 private:
  void layOut();
  void makeFields();
  void adapt();
  void open(const QModelIndex& index);
  void show(const HuntReport& report);
  void rest(const QString& line);
  HuntRequest request(HuntRequest::Kind kind) const;

  Cursor& cursor_;
  Workbench& bench_;
  Hunt hunt_;
  RowsModel* model_;
  std::vector<Finding> findings_;  ///< by row
  bool open_it_ = false;
  QComboBox* kind_;
  QLineEdit* lasting_;
  QComboBox* strategy_;
  QSpinBox* losses_;
  QSpinBox* duplicates_;
  QSpinBox* timeouts_;
  QCheckBox* reorder_;
  QComboBox* may_crash_;
  QPushButton* start_;
  QPushButton* stop_;
  QPushButton* open_;
  QProgressBar* progress_;
  QLabel* line_;
  QTableView* table_;
  std::vector<QWidget*> of_explore_;
  std::vector<QWidget*> of_check_;
  std::vector<QWidget*> of_time_;
};

}  // namespace crisper::gui
