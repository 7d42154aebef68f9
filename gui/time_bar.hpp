// TimeBar: the buttons that lead through time, where one is, and a line to type where one wants to go.
#pragma once

#include <QToolBar>

class QLabel;
class QLineEdit;

namespace crisper::gui {

class CommandActions;
class Cursor;

class TimeBar : public QToolBar {
  Q_OBJECT

 public:
  TimeBar(Cursor& cursor, const CommandActions& actions, QWidget* parent = nullptr);
  void focusGoTo();

 signals:
  void goWanted(QString place);

 private:
  void tell();

  Cursor& cursor_;
  QLineEdit* go_to_;
  QLabel* where_;
};

}  // namespace crisper::gui
