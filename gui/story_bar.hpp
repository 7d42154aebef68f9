// StoryBar: the run in one sentence, and the next thing to do.
#pragma once

#include <QFrame>

#include "gui/models/table_spec.hpp"
#include "gui/models/workbench.hpp"

class QLabel;
class QProgressBar;
class QPushButton;

namespace crisper::gui {

class StoryBar : public QFrame {
  Q_OBJECT

 public:
  StoryBar(Cursor& cursor, Workbench& bench, QWidget* parent = nullptr);
  QString sentence() const;
  /// While the failing story of this title is on show, a button sets this switch.
  void offerMending(const QString& title, const QString& path, const QString& value);

 signals:
  void mendWanted(QString path, QString value);
  void goWanted();
  void whyWanted();
  void undoWanted();
  void cancelWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void tell();
  void showWork(const QString& what, double share);
  /// Below the verdict, which stays: it is still that of the run on show.
  void showTrouble(const QString& message);
  void forgetTrouble();
  void setTone(Tone tone, const QString& head, const QString& rest);

  Cursor& cursor_;
  Workbench& bench_;
  Tone tone_ = Tone::muted;
  QString mend_title_;
  QString mend_path_;
  QString mend_value_;
  QLabel* head_;
  QLabel* rest_;
  QLabel* trouble_;
  QProgressBar* progress_;
  QPushButton* go_;
  QPushButton* why_;
  QPushButton* mend_;
  QPushButton* undo_;
  QPushButton* cancel_;
};

}  // namespace crisper::gui
