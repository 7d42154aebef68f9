// Reporting: the run on show as a page to read or to hand on, made by `crisper report` beside the window.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "gui/models/child_command.hpp"
#include "gui/models/workbench.hpp"

namespace crisper::gui {

enum class Report {
  run,   ///< what happened, and what was judged of it
  view,  ///< the concurrency view of its design
};

class Reporting : public QObject {
  Q_OBJECT

 public:
  Reporting(Cursor& cursor, Workbench& bench, QWidget* window);

  /// Into a file that lives as long as the window, which is opened then.
  void open(Report report);
  /// To where somebody wants it; `crisper report` replaces nothing that isn't an unchanged report.
  void saveDialog();
  void write(Report report, const QString& path, bool and_open);
  void stop() { child_.cancel(); }
  bool isBusy() const { return child_.isBusy(); }
  /// What opens a page: the desktop, unless a test says otherwise.
  void openWith(std::function<void(const QString& path)> opener) { opener_ = std::move(opener); }

 signals:
  void said(QString message);
  void written(QString path);

 private:
  Cursor& cursor_;
  Workbench& bench_;
  QWidget* window_;
  ChildCommand child_;
  QString path_;
  bool and_open_ = false;
  std::function<void(const QString&)> opener_;
};

}  // namespace crisper::gui
