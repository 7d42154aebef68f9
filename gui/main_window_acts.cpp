// What the commands of the window do; how it is put together is in main_window.cpp.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QSvgGenerator>
#include <algorithm>

#include "gui/command_palette.hpp"
#include "gui/main_window.hpp"
#include "gui/panes/compare_pane.hpp"
#include "gui/panes/event_log_pane.hpp"
#include "gui/panes/hunt_pane.hpp"
#include "gui/panes/pipeline_view.hpp"
#include "gui/panes/scenario_pane.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/wait_for_view.hpp"
#include "gui/start_page.hpp"
#include "gui/story_bar.hpp"
#include "sim/faults/exact_duration.hpp"

namespace crisper::gui {
namespace {

/// Playing crosses what is in view in so many seconds.
constexpr double seconds_for_a_view = 12;
/// In the diagram; more are in each other's way.
constexpr std::size_t messages_seen_well = 400;
constexpr RecordId steps_per_slice = 20'000;
/// A key moves a fault by this part of the time that Ctrl+T sets.
constexpr int fault_steps = 5;
constexpr const char* openable = "Scenarios and traces (*.yaml *.yml *.sqlite);;All files (*)";

}  // namespace

void MainWindow::openExample(int number, bool mended) {
  const Example& example = examples()[static_cast<std::size_t>(number)];
  bench_.runResource(":/examples/" + example.scenario, mended ? example.mended : example.failing,
                     example.title + (mended ? ", mended" : ""));
}

void MainWindow::openDialog() {
  const QString path = QFileDialog::getOpenFileName(this, "Open a scenario or a trace", {}, openable);
  if (!path.isEmpty()) open(path);
}

void MainWindow::copyRepro() {
  if (!cursor_.run()) return;
  const QString line = bench_.repro();
  // What was changed here has no files that would outlive the window: they are written first.
  if (line.isEmpty()) return saveCaseDialog();
  QApplication::clipboard()->setText(line);
  say("copied: " + line);
}

void MainWindow::savePlanDialog() {
  if (!cursor_.run()) return;
  if (!cursor_.run()->folder.plan) return say("this run has no plan: no plan.yaml lies beside its trace");
  const QString path = QFileDialog::getSaveFileName(this, "Save the fault plan", "plan.yaml", "Plans (*.yaml)");
  if (path.isEmpty()) return;
  const QString wrong = bench_.savePlan(path);
  say(wrong.isEmpty() ? QString("saved: crisper run SCENARIO --plan %1 repeats this run").arg(path) : wrong);
}

void MainWindow::exportPngDialog() {
  const QPixmap picture = grab();
  const QString path = QFileDialog::getSaveFileName(this, "Save a picture", "crisper.png", "Pictures (*.png)");
  if (!path.isEmpty() && !picture.save(path)) say("can't write " + path);
}

void MainWindow::exportCsvDialog() {
  if (!cursor_.run()) return;
  const QString path = QFileDialog::getSaveFileName(this, "Save the event log", "events.csv", "Tables (*.csv)");
  if (path.isEmpty()) return;
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(log_->model()->toCsv().toUtf8()) < 0) say("can't write " + path);
}

void MainWindow::togglePlay() {
  if (play_.isActive()) return stop();
  if (!cursor_.run()) return;
  if (cursor_.at() == cursor_.run()->trace().last()) cursor_.moveTo(0);
  play_ns_ = static_cast<double>(cursor_.timeNs());
  play_.start();
}

void MainWindow::frame() {
  const double length = static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin());
  play_ns_ += length / seconds_for_a_view * speed_ * play_.interval() / 1000;
  if (play_ns_ >= static_cast<double>(cursor_.run()->trace().end_ns())) {
    cursor_.moveTo(UINT32_MAX);
    return stop();
  }
  cursor_.moveToTime(static_cast<qint64>(play_ns_));
}

void MainWindow::changeSpeed(double factor) {
  speed_ = std::clamp(speed_ * factor, 1.0 / 64, 64.0);
  say(QString("playing at %1 times the usual speed").arg(speed_));
}

void MainWindow::runToBreakpoint() {
  if (!cursor_.run() || walk_.isActive()) return;
  play_.stop();
  if (breakpoints_.empty()) breakpoints_ = {*Breakpoint::parse("violation")};
  walking_ = std::make_unique<RunState>(cursor_.state());
  // What is true where one stands is no news.
  were_true_.clear();
  for (const Breakpoint& each : breakpoints_) were_true_.push_back(each.is_true(*cursor_.run(), *walking_));
  walk_.start();
}

void MainWindow::walk() {
  const auto hit = walk_to_breakpoint(*cursor_.run(), *walking_, breakpoints_, were_true_, steps_per_slice);
  if (!hit && walking_->at < cursor_.run()->trace().last()) return;
  walk_.stop();
  if (hit) toRecord(walking_->at);
  if (!hit) cursor_.moveTo(walking_->at);
  say(hit ? "stopped at: " + breakpoints_[*hit].text : QString("no breakpoint was met: this is the end"));
}

void MainWindow::stop() {
  play_.stop();
  walk_.stop();
  bench_.cancel();
  hunt_->stop();
}

void MainWindow::toCause() {
  if (!cursor_.toCause()) say("nothing is known to have caused this");
  cursor_.lookClosely(messages_seen_well);
}

void MainWindow::toEffect() {
  if (!cursor_.toEffect()) say("nothing is known to have followed from this");
  cursor_.lookClosely(messages_seen_well);
}

void MainWindow::toRecord(RecordId record) {
  cursor_.moveTo(record);
  cursor_.lookClosely(messages_seen_well);
  space_->showSpeaker();
}

void MainWindow::toTrouble(int direction) {
  using Kind = Mark::Kind;
  toMark(direction, {Kind::violation, Kind::departure, Kind::negative, Kind::repeat});
}

void MainWindow::toViolation() {
  if (!cursor_.run()) return;
  const Mark* first = cursor_.run()->next_mark(0, Mark::Kind::violation);
  if (!first || cursor_.at() >= first->at) return toMark(1, {Mark::Kind::violation});
  cursor_.moveTo(first->at);
  cursor_.lookClosely(messages_seen_well);
}

void MainWindow::toMark(int direction, std::initializer_list<Mark::Kind> kinds) {
  if (!cursor_.run()) return;
  if (!cursor_.toMark(direction, kinds)) say("there is no more of that in this direction");
  cursor_.lookClosely(messages_seen_well);
}

void MainWindow::focusGoTo() {
  go_to_->setFocus();
  go_to_->selectAll();
}

void MainWindow::goTo(const QString& place) {
  if (!cursor_.run()) return;
  const auto record = parse_place(place, *cursor_.run(), cursor_.at());
  if (record) return cursor_.moveTo(*record);
  say(record.error());
}

void MainWindow::toggleBookmark() { scrubber_->toggleBookmark(); }
void MainWindow::nextBookmark() { scrubber_->nextBookmark(); }

void MainWindow::editBreakpoints() {
  QStringList lines;
  for (const Breakpoint& each : breakpoints_) lines += each.text;
  bool accepted = false;
  const QString text = QInputDialog::getMultiLineText(
      this, "Breakpoints",
      "One a line: violation, violation single_writer, deadlock, queue > 20, behind > 5, staleness > 50ms,\n"
      "lock wait > 100ms, or words of the event log, such as: catalog event.applied fridge 1",
      lines.join('\n'), &accepted);
  if (!accepted) return;
  std::vector<Breakpoint> made;
  for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
    const auto breakpoint = Breakpoint::parse(line);
    if (!breakpoint) return say(breakpoint.error());
    made.push_back(*breakpoint);
  }
  setBreakpoints(std::move(made));
}

void MainWindow::setBreakpoints(std::vector<Breakpoint> breakpoints) { breakpoints_ = std::move(breakpoints); }

void MainWindow::whatIf(const QString& name) {
  if (!cursor_.run() || bench_.isBusy()) return;
  const LoadedRun& run = *cursor_.run();
  const SimTime now{Duration(cursor_.timeNs())};
  const Index message = cursor_.delivery();
  const ProcessNumber process = cursor_.process();
  if (name == "drop") return bench_.apply(drop_message(run, message));
  if (name == "duplicate") return bench_.apply(duplicate_message(run, message));
  if (name == "delay") return bench_.apply(delay_message(run, message, how_long_));
  if (name == "first") return bench_.apply(deliver_first(run, message, cursor_.at()));
  if (name == "hold") return bench_.apply(hold_message(run, message, how_long_));
  if (name == "crash") return bench_.apply(crash_process(run, process, now, how_long_));
  if (name == "pause") return bench_.apply(pause_process(run, process, now, how_long_));
  if (name == "cut-off") return bench_.apply(cut_off_process(run, process, now, how_long_));
  if (name == "remove-fault") {
    const auto fault = chosenFault();
    if (!fault) return say("no fault is at the cursor: F goes to the next");
    return bench_.apply(delete_fault(run, *fault));
  }
}

std::optional<std::uint32_t> MainWindow::chosenFault() const {
  const LoadedRun& run = *cursor_.run();
  if (edited_fault_ && cursor_.at() == edited_at_ && run.folder.plan) {
    const std::vector<sim::Fault>& faults = run.folder.plan->plan.faults;
    const auto found = std::ranges::find(faults, *edited_fault_);
    if (found != faults.end()) return static_cast<std::uint32_t>(found - faults.begin());
  }
  return fault_at(run, cursor_.at(), cursor_.delivery(), cursor_.process());
}

void MainWindow::editFault(FaultEdit edit, std::uint32_t fault, Duration by) {
  if (!cursor_.run() || bench_.isBusy()) return;
  const WhatIfResult what = edit(*cursor_.run(), fault, by);
  if (what && fault < what->plan.faults.size()) edited_fault_ = what->plan.faults[fault];
  bench_.apply(what);
}

void MainWindow::moveFault(int direction) {
  if (!cursor_.run()) return;
  const auto fault = chosenFault();
  if (!fault) return say("no fault is at the cursor: F goes to the next");
  editFault(move_fault, *fault, direction * how_long_ / fault_steps);
}

void MainWindow::stretchFault(int direction) {
  if (!cursor_.run()) return;
  const auto fault = chosenFault();
  if (!fault) return say("no fault is at the cursor: F goes to the next");
  editFault(lengthen_fault, *fault, direction * how_long_ / fault_steps);
}

void MainWindow::changeScenario() {
  if (!cursor_.run()) return;
  showPane("scenario");
  scenario_->focusFilter();
}

void MainWindow::saveScenarioDialog() {
  if (!cursor_.run()) return;
  if (cursor_.run()->folder.scenario.empty()) return say("no scenario.yaml lies beside this trace");
  const QString path = QFileDialog::getSaveFileName(this, "Save the scenario", "scenario.yaml", "Scenarios (*.yaml)");
  if (path.isEmpty()) return;
  const QString wrong = bench_.saveScenario(path);
  say(wrong.isEmpty() ? "saved: crisper run " + path : wrong);
}

void MainWindow::saveCaseDialog() {
  if (!cursor_.run()) return;
  if (const QString why = bench_.whyNoCase(); !why.isEmpty()) return say(why);
  const QString path = QFileDialog::getSaveFileName(this, "Save the run as a case", "case.yaml", "Cases (*.yaml)");
  if (path.isEmpty()) return;
  const QString wrong = bench_.saveCase(path);
  if (!wrong.isEmpty()) return say(wrong);
  QApplication::clipboard()->setText("crisper replay " + path);
  say("saved, and copied: crisper replay " + path);
}

bool MainWindow::saveSvg(const QString& path) {
  QWidget* canvas = space_->viewport();
  for (QWidget* each : {static_cast<QWidget*>(map_), static_cast<QWidget*>(scrubber_),
                        static_cast<QWidget*>(findChild<WaitForView*>())}) {
    if (each->hasFocus()) canvas = each;
  }
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

void MainWindow::exportSvgDialog() {
  if (!cursor_.run()) return;
  const QString path = QFileDialog::getSaveFileName(this, "Save the diagram", "crisper.svg", "Drawings (*.svg)");
  if (!path.isEmpty() && !saveSvg(path)) say("can't write " + path);
}

void MainWindow::whatIfMenu(QPoint where) {
  QMenu menu(this);
  if (cursor_.delivery() != nowhere) {
    for (const char* name : {"drop", "duplicate", "delay", "first", "hold"}) menu.addAction(actions_[name]);
    menu.addSeparator();
  }
  for (const char* name : {"crash", "pause", "cut-off"}) menu.addAction(actions_[name]);
  menu.addSeparator();
  if (chosenFault()) {
    for (const char* name : {"fault-earlier", "fault-later", "fault-longer", "fault-shorter", "remove-fault"}) {
      menu.addAction(actions_[name]);
    }
    menu.addSeparator();
  }
  menu.addAction(actions_["how-long"]);
  menu.exec(where);
}

void MainWindow::askHowLong() {
  bool accepted = false;
  const QString text =
      QInputDialog::getText(this, "How long", "For delay, hold, crash, pause, cut off:", QLineEdit::Normal,
                            QString::fromStdString(to_text(how_long_)), &accepted);
  if (!accepted) return;
  if (const auto span = sim::parse_duration(text.toStdString())) {
    how_long_ = *span;
  } else {
    say("expected a length of time, such as 500ms");
  }
}

void MainWindow::hunt(HuntRequest::Kind kind) {
  if (!cursor_.run()) return;
  showPane("hunt");
  hunt_->start(kind, false);
}

void MainWindow::explain() {
  if (!cursor_.run()) return;
  if (!cursor_.run()->folder.explanation.empty()) return showPane("explanation");
  showPane("hunt");
  hunt_->start(HuntRequest::Kind::shrink, true);
}

void MainWindow::compareWith(const QString& path, const QString& title) {
  other_title_ = title;
  link_.alignByTime();
  other_bench_.open(path);
}

void MainWindow::compareWithBefore() {
  if (!cursor_.run()) return;
  showPane("compare");
  const QString before = bench_.folderBefore();
  if (before.isEmpty()) return say("there is no run before this one: change something, or press Ctrl+D");
  compareWith(before, "before");
}

void MainWindow::compareDialog() {
  if (!cursor_.run()) return;
  const QString path = QFileDialog::getOpenFileName(this, "Compare with a scenario or a trace", {}, openable);
  if (path.isEmpty()) return;
  showPane("compare");
  compareWith(path, QFileInfo(path).completeBaseName());
}

void MainWindow::endCompare() {
  other_bench_.cancel();
  other_.setRun(nullptr);
  showBeside();
}

void MainWindow::showBeside() {
  const Comparison* comparison = compare_->comparison();
  beside_->setVisible(comparison != nullptr);
  space_->setTitle(comparison ? "A: on show" : QString());
  beside_->setTitle("B: " + other_title_);
  const auto place = [](const Cursor& cursor, RecordId at) { return at == 0 ? -1 : cursor.run()->trace().at(at); };
  space_->setParting(comparison ? place(cursor_, comparison->first.a) : -1);
  beside_->setParting(comparison ? place(other_, comparison->first.b) : -1);
  if (!comparison) return;
  link_.alignByTime();
  say(compare_->sentence());
}

void MainWindow::toParting() {
  const Comparison* comparison = compare_->comparison();
  if (!comparison || !comparison->first.exists()) return say("no other run is beside this one, or it is the same");
  showPair(comparison->first.a, comparison->first.b);
}

void MainWindow::showPair(RecordId in_a, RecordId in_b) {
  link_.align(in_a, in_b);
  cursor_.lookClosely(messages_seen_well);
  space_->showSpeaker();
  beside_->showSpeaker();
}

void MainWindow::zoom(double factor) { cursor_.zoom(factor, cursor_.timeNs()); }
void MainWindow::focusFilter() { log_->focusFilter(); }
void MainWindow::focusDiagram() { space_->setFocus(); }

void MainWindow::showPalette() {
  auto* palette = new CommandPalette(this);
  palette->setAttribute(Qt::WA_DeleteOnClose);
  connect(palette, &CommandPalette::chosen, this, &MainWindow::trigger);
  palette->open();
}

void MainWindow::showKeys() {
  auto* keys = new KeyList(this);
  keys->setAttribute(Qt::WA_DeleteOnClose);
  keys->show();
}

}  // namespace crisper::gui
