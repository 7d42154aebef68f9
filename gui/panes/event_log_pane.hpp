// EventLogPane: all that was said, with a filter; it follows the cursor and leads it.
#pragma once

#include <QWidget>

#include "gui/models/event_log_model.hpp"

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace crisper::gui {

class ColumnWidths;

class EventLogPane : public QWidget {
  Q_OBJECT

 public:
  explicit EventLogPane(Cursor& cursor, QWidget* parent = nullptr);
  void focusFilter();
  QSize sizeHint() const override { return {600, 230}; }
  EventLogModel* model() const { return model_; }
  QLineEdit* filter() const { return filter_; }

 private:
  void applyFilter();
  void follow();
  void tellCount();

  Cursor& cursor_;
  EventLogModel* model_;
  QLineEdit* filter_;
  QCheckBox* messages_;
  QLabel* count_;
  QTableView* table_;
  ColumnWidths* widths_;
};

}  // namespace crisper::gui
