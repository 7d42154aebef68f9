#include "gui/reporting.hpp"

#include <QDesktopServices>
#include <QFileDialog>
#include <QUrl>

namespace crisper::gui {

Reporting::Reporting(Cursor& cursor, Workbench& bench, QWidget* window)
    : QObject(window), cursor_(cursor), bench_(bench), window_(window),
      opener_([](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }) {
  connect(&child_, &ChildCommand::failed, this, &Reporting::said);
  connect(&child_, &ChildCommand::cancelled, this, [this] { emit said("no report was written"); });
  connect(&child_, &ChildCommand::ended, this, [this](const ChildCommand::Ended& how) {
    if (how.crashed || how.code != 0) {
      emit said(how.trouble());
      return;
    }
    emit said("written: " + path_);
    emit written(path_);
    if (and_open_) opener_(path_);
  });
}

void Reporting::open(Report report) {
  write(report, bench_.scratchPath(report == Report::run ? "report.html" : "view.html"), true);
}

void Reporting::saveDialog() {
  if (!cursor_.run()) return;
  const QString path = QFileDialog::getSaveFileName(window_, "Save the report", "report.html", "Pages (*.html)",
                                                    nullptr, QFileDialog::DontConfirmOverwrite);
  if (!path.isEmpty()) write(Report::run, path, false);
}

void Reporting::write(Report report, const QString& path, bool and_open) {
  const LoadedRun* run = cursor_.run();
  if (!run || isBusy()) return;
  if (run->folder.scenario.empty() || !run->folder.result) {
    emit said("scenario.yaml and result.json must lie beside a trace, or there is nothing to report");
    return;
  }
  path_ = path;
  and_open_ = and_open;
  QStringList words{"report", QString::fromStdString(run->folder.trace.parent_path().string()), "--out", path};
  if (report == Report::view) words << "--view";
  emit said(report == Report::view ? "Making some thirty runs for the concurrency view: F8 stops it"
                                   : "Writing the report");
  child_.start(words);
}

}  // namespace crisper::gui
