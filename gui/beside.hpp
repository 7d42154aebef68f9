// Beside: another run beside the one on show: its cursor, its diagram, and what differs.
#pragma once

#include <QObject>
#include <QString>

#include "gui/models/cursor_link.hpp"
#include "gui/models/navigation.hpp"
#include "gui/models/workbench.hpp"

namespace crisper::gui {

class ComparePane;
class SpaceTimeView;

class Beside : public QObject {
  Q_OBJECT

 public:
  /// `diagram`: of the run on show. The other's, and the pane, belong to whoever puts them into the window.
  Beside(Cursor& cursor, Workbench& bench, Navigation& navigation, SpaceTimeView& diagram, QWidget* window);

  /// In the other run.
  Cursor& cursor() { return other_; }
  Workbench& bench() { return other_bench_; }
  ComparePane* pane() const { return pane_; }
  SpaceTimeView* diagram() const { return beside_; }

  /// Puts the run of this path beside the one on show.
  void compareWith(const QString& path, const QString& title);
  void compareWithBefore();
  void compareDialog();
  void end();
  void toParting();
  /// Two records that stand for one another, beside each other.
  void showPair(RecordId in_a, RecordId in_b);
  /// After either run has changed.
  void show();

 signals:
  void said(QString message);
  void paneWanted();

 private:
  Cursor& cursor_;
  Workbench& bench_;
  Navigation& navigation_;
  Cursor other_;
  Workbench other_bench_;
  CursorLink link_;
  QString title_;
  QWidget* window_;
  SpaceTimeView& space_;
  SpaceTimeView* beside_;
  ComparePane* pane_;
};

}  // namespace crisper::gui
