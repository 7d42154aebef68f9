#include "gui/saving.hpp"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QPainter>
#include <QSvgGenerator>

#include "gui/models/event_log_model.hpp"

namespace crisper::gui {

Saving::Saving(Cursor& cursor, Workbench& bench, const EventLogModel& log, std::function<QWidget*()> diagram,
               QWidget* window)
    : QObject(window), cursor_(cursor), bench_(bench), log_(log), diagram_(std::move(diagram)), window_(window) {}

QString Saving::ask(const QString& title, const QString& name, const QString& filter) const {
  return QFileDialog::getSaveFileName(window_, title, name, filter);
}

void Saving::tell(const QString& wrong, const QString& saved) { emit said(wrong.isEmpty() ? saved : wrong); }

void Saving::copyRepro() {
  if (!cursor_.run()) return;
  const QString line = bench_.repro();
  // What was changed here has no files that would outlive the window: they are written first.
  if (line.isEmpty()) return caseDialog();
  QApplication::clipboard()->setText(line);
  emit said("copied: " + line);
}

void Saving::planDialog() {
  if (!cursor_.run()) return;
  if (!cursor_.run()->folder.plan) return tell("this run has no plan: no plan.yaml lies beside its trace", {});
  const QString path = ask("Save the fault plan", "plan.yaml", "Plans (*.yaml)");
  if (path.isEmpty()) return;
  tell(bench_.savePlan(path), QString("saved: crisper run SCENARIO --plan %1 repeats this run").arg(path));
}

void Saving::scenarioDialog() {
  if (!cursor_.run()) return;
  if (cursor_.run()->folder.scenario.empty()) return tell("no scenario.yaml lies beside this trace", {});
  const QString path = ask("Save the scenario", "scenario.yaml", "Scenarios (*.yaml)");
  if (!path.isEmpty()) tell(bench_.saveScenario(path), "saved: crisper run " + path);
}

void Saving::caseDialog() {
  if (!cursor_.run()) return;
  if (const QString why = bench_.whyNoCase(); !why.isEmpty()) return tell(why, {});
  const QString path = ask("Save the run as a case", "case.yaml", "Cases (*.yaml)");
  if (path.isEmpty()) return;
  const QString wrong = bench_.saveCase(path);
  if (wrong.isEmpty()) QApplication::clipboard()->setText("crisper replay " + path);
  tell(wrong, "saved, and copied: crisper replay " + path);
}

bool Saving::saveSvg(const QString& path) {
  QWidget* canvas = diagram_();
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return false;
  QSvgGenerator svg;
  svg.setOutputDevice(&file);
  svg.setSize(canvas->size());
  svg.setViewBox(canvas->rect());
  svg.setTitle("Crisper: " + bench_.title());
  QPainter painter(&svg);
  canvas->render(&painter);
  return painter.end() && file.error() == QFileDevice::NoError;
}

void Saving::svgDialog() {
  if (!cursor_.run()) return;
  const QString path = ask("Save the diagram", "crisper.svg", "Drawings (*.svg)");
  if (!path.isEmpty() && !saveSvg(path)) emit said("can't write " + path);
}

void Saving::pngDialog() {
  const QPixmap picture = window_->grab();  // before the dialog stands before it
  const QString path = ask("Save a picture", "crisper.png", "Pictures (*.png)");
  if (!path.isEmpty() && !picture.save(path)) emit said("can't write " + path);
}

void Saving::csvDialog() {
  if (!cursor_.run()) return;
  const QString path = ask("Save the event log", "events.csv", "Tables (*.csv)");
  if (path.isEmpty()) return;
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(log_.toCsv().toUtf8()) < 0) emit said("can't write " + path);
}

}  // namespace crisper::gui
