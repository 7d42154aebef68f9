// Tour: six steps through the first story, pane by pane: what each is for, and what to press. It can be left at any
// step.
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPushButton;

namespace crisper::gui {

class Tour : public QFrame {
  Q_OBJECT

 public:
  explicit Tour(QWidget* parent);

  static int steps();
  /// From the first step.
  void begin();
  void next();
  void end();
  /// From 0; -1: nobody is on it.
  int step() const { return step_; }
  QString told() const;

 signals:
  /// A pane that this step is about, and a command that it begins with; each may be empty.
  void paneWanted(QString name);
  void commandWanted(QString name);

 private:
  void tell();

  QLabel* title_;
  QLabel* text_;
  QPushButton* next_;
  int step_ = -1;
};

}  // namespace crisper::gui
