// Saving: takes what is on show out of the window: as files, pictures, or a line to copy.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "gui/models/workbench.hpp"

namespace crisper::gui {

class EventLogModel;

class Saving : public QObject {
  Q_OBJECT

 public:
  /// `diagram`: what is to be drawn, asked when it is.
  Saving(Cursor& cursor, Workbench& bench, const EventLogModel& log, std::function<QWidget*()> diagram,
         QWidget* window);

  /// The command that repeats the run; where it takes a case, that is saved first.
  void copyRepro();
  void planDialog();
  void scenarioDialog();
  void caseDialog();
  void svgDialog();
  /// The diagram as lines and letters; false where it can't be written.
  bool saveSvg(const QString& path);
  void pngDialog();
  void csvDialog();

 signals:
  void said(QString message);

 private:
  /// Where to; empty where somebody thought better of it.
  QString ask(const QString& title, const QString& name, const QString& filter) const;
  void tell(const QString& wrong, const QString& saved);

  Cursor& cursor_;
  Workbench& bench_;
  const EventLogModel& log_;
  std::function<QWidget*()> diagram_;
  QWidget* window_;
};

}  // namespace crisper::gui
