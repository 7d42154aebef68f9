#include "gui/models/workbench.hpp"

#include <QFile>
#include <QFileInfo>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "gui/models/knobs.hpp"
#include "properties/search/shrink/case_file.hpp"
#include "properties/vocabulary.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/live_path.hpp"

namespace crisper::gui {
namespace {

QString write(const QString& path, const std::string& text) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0) {
    return QString("can't write %1: %2").arg(path, file.errorString());
  }
  return {};
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

constexpr int look_again_ms = 300;
/// A command moves its files into their folder one after the other, at the end; longer than this it can't take.
constexpr int absent_max = 20;

bool isScenario(const QString& path) { return path.endsWith(".yaml") || path.endsWith(".yml"); }

}  // namespace

Workbench::Workbench(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor), live_(cursor) {
  connect(&child_, &ChildRun::finished, this, [this](const QString& folder) {
    live_.end();
    pending_.path = folder;
    if (pending_fresh_) {
      branches_.clear();
      place_ = -1;
    }
    show(branches_.add(pending_, pending_fresh_ ? -1 : place_));
    pending_is_live_ = live_.isShown();
  });
  connect(&child_, &ChildRun::failed, this, [this](const QString& message) {
    trouble_ = message;
    leaveLive();
    if (!session_.isBusy()) emit failed(std::exchange(trouble_, {}));
  });
  connect(&child_, &ChildRun::cancelled, this, [this] {
    leaveLive();
    emit idle();
  });
  connect(&live_, &LiveRun::leaveGiven, &child_, &ChildRun::giveLeave);
  connect(&live_, &LiveRun::said, this, [this](const QString& words) { emit working(words, -1); });
  connect(&session_, &TraceSession::progress, this, [this](double share) { emit working("Reading the trace", share); });
  connect(&session_, &TraceSession::cancelled, this, &Workbench::idle);
  connect(&session_, &TraceSession::failed, this, [this](const QString& message) {
    // What could not be opened is no place to go back to; what could before, and was then spoilt, stays as it was.
    const bool is_new = pending_place_ == branches_.count() - 1 && !branches_.at(pending_place_).result;
    if (!std::exchange(renewing_, false) && is_new) branches_.dropLast();
    place_ = std::min(place_, branches_.count() - 1);
    emit failed(message);
  });
  connect(&session_, &TraceSession::loaded, this, [this](const std::shared_ptr<const LoadedRun>& run) {
    place_ = pending_place_;
    if (place_ >= 0) {
      branches_.lead(place_);
      branches_.told(place_, branch_result(*run));
    }
    // The whole of what was shown on its way.
    if (live_.isShown() && pending_is_live_) {
      cursor_.grow(run);
    } else {
      cursor_.setRun(run);
    }
    watch();
    emit idle();
    emit changed();
    if (!trouble_.isEmpty()) emit failed(std::exchange(trouble_, {}));
    if (std::exchange(renewing_, false)) emit renewed();
  });
  waiting_.setInterval(look_again_ms);
  connect(&waiting_, &QTimer::timeout, this, &Workbench::lookAgain);
  // Whoever writes a trace anew puts more than one file in its place.
  written_anew_.setInterval(look_again_ms);
  written_anew_.setSingleShot(true);
  connect(&watcher_, &QFileSystemWatcher::fileChanged, &written_anew_, qOverload<>(&QTimer::start));
  connect(&written_anew_, &QTimer::timeout, this, [this] {
    if (isBusy()) return written_anew_.start();
    renewing_ = place_ >= 0 && !growing_trace(folder().toStdString());
    if (renewing_) show(place_);
  });
}

void Workbench::open(const QString& path) {
  if (isScenario(path)) return run(path, {}, QFileInfo(path).completeBaseName());
  cancel();
  if (const auto growing = growing_trace(path.toStdString())) return wait(*growing);
  branches_.begin({.label = QFileInfo(path).fileName(), .path = path});
  place_ = -1;
  cursor_.setRun(nullptr);
  show(0);
}

void Workbench::wait(const GrowingTrace& trace) {
  growing_ = trace;
  absent_ = 0;
  pending_fresh_ = true;
  cursor_.setRun(nullptr);
  waiting_.start();
  lookAgain();
}

void Workbench::lookAgain() {
  const GrowingTrace& trace = *growing_;
  std::error_code absent;
  const QString name = QString::fromStdString(trace.whole.string());
  const auto bytes = std::filesystem::file_size(trace.partial, absent);
  if (!absent && trace.has_writer()) {
    if (live_.isFollowing()) return;
    // Its owner lets others look on.
    if (live_after_ms_ >= 0 && std::filesystem::exists(sim::live_path_of(trace.written()), absent)) {
      return live_.follow(QString::fromStdString(trace.partial.string()), 0);
    }
    emit working(QString("%1 is still being written (%2 MB so far) and opens when it is whole")
                     .arg(QFileInfo(name).fileName()).arg(static_cast<double>(bytes) / 1e6, 0, 'f', 1), -1);
    return;
  }
  if (absent && std::filesystem::exists(trace.whole)) {
    waiting_.stop();
    const QString whole = trace.whole.filename() == "trace.sqlite" ? QFileInfo(name).path() : name;
    live_.end();
    if (!live_.isShown()) return open(whole);
    branches_.begin({.label = QFileInfo(whole).fileName(), .path = whole});
    place_ = -1;
    show(0);
    pending_is_live_ = true;
    return;
  }
  if (absent && ++absent_ < absent_max) return;
  waiting_.stop();
  leaveLive();
  emit failed(QString("%1 was begun and not finished: its run has ended. Make it again with `crisper run`").arg(name));
}

void Workbench::leaveLive() {
  live_.abandon();
  if (!live_.isShown()) return;
  if (!pending_fresh_ && place_ >= 0) return show(place_);
  branches_.clear();  // what is on show is none: it can't be repeated
  place_ = -1;
}

void Workbench::watch() {
  if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
  watcher_.addPath(QString::fromStdString(cursor_.run()->folder.trace.string()));
}

void Workbench::run(const QString& scenario, const QStringList& settings, const QString& title) {
  cursor_.setRun(nullptr);
  runInto({.scenario = scenario, .settings = settings, .out = newFolder()}, title, true);
}

void Workbench::runResource(const QString& resource, const QStringList& settings, const QString& title) {
  const QString copy = scratch_.filePath(QFileInfo(resource).fileName());
  QFile::remove(copy);
  if (!QFile::copy(resource, copy)) {
    emit failed("can't write " + copy);
    return;
  }
  run(copy, settings, title);
}

void Workbench::openSaved(const QString& saved, const QString& label) {
  if (isBusy()) return;
  runInto({.saved = saved, .out = newFolder()}, label, place_ < 0);
}

void Workbench::applyKnob(const QString& path, const QString& value) {
  const LoadedRun* run = cursor_.run();
  if (!run || isBusy()) return;
  const auto scenario = with_knob(read(run->folder.scenario), path, value);
  if (!scenario) {
    emit failed(QString::fromStdString(scenario.error()));
    return;
  }
  const QString out = newFolder();
  RunRequest request{.scenario = out + ".scenario.yaml", .out = out};
  QString wrong = write(request.scenario, *scenario);
  if (wrong.isEmpty() && keeps_the_plan(path) && run->folder.plan) {
    request.plan = out + ".plan.yaml";
    wrong = write(request.plan, sim::write_plan(*run->folder.plan));
  }
  if (!wrong.isEmpty()) {
    emit failed(wrong);
    return;
  }
  runInto(request, QString("%1: %2").arg(path, value), false);
}

void Workbench::apply(const WhatIfResult& what) {
  if (!what) {
    emit failed(QString::fromStdString(what.error()));
    return;
  }
  const LoadedRun* run = cursor_.run();
  if (!run || isBusy()) return;
  if (run->folder.scenario.empty() || !run->folder.plan) {
    emit failed("scenario.yaml and plan.yaml must lie beside a trace, or its run can't be repeated");
    return;
  }
  const QString out = newFolder();
  const QString plan_path = out + ".plan.yaml";
  sim::PlanFile plan = *run->folder.plan;
  plan.plan = what->plan;
  plan.digest = 0;
  if (const QString wrong = write(plan_path, sim::write_plan(plan)); !wrong.isEmpty()) {
    emit failed(wrong);
    return;
  }
  runInto({.scenario = QString::fromStdString(run->folder.scenario.string()),
           .plan = plan_path,
           .engine = QString::fromStdString(plan.engine),
           .seed = QString::number(plan.seed.value_or(1)),
           .out = out},
          QString::fromStdString(what->label), false);
}

void Workbench::runInto(RunRequest request, const QString& label, bool fresh) {
  pending_ = {.label = label, .path = {}};
  pending_fresh_ = fresh;
  emit working(fresh ? "Running the scenario" : "Running it again: " + pending_.label, -1);
  request.follow = request.saved.isEmpty() && live_after_ms_ >= 0;
  trouble_.clear();
  child_.start(request);
  if (request.follow && child_.isBusy()) live_.follow(request.out, live_after_ms_);
}

QString Workbench::scratchPath(const QString& name) {
  return scratch_.filePath(QString("%1-%2").arg(++folders_).arg(name));
}

QString Workbench::newFolder() { return scratch_.filePath(QString("run-%1").arg(++folders_)); }

void Workbench::show(int place) {
  pending_place_ = place;
  pending_is_live_ = false;
  emit working("Reading the trace", 0);
  session_.open(branches_.at(place).path);
}

void Workbench::cancel() {
  session_.cancel();
  child_.cancel();
  if (!waiting_.isActive()) return;
  waiting_.stop();
  leaveLive();
  emit idle();
}

void Workbench::undo() {
  if (canUndo()) show(branches_.at(place_).parent);
}

void Workbench::redo() {
  if (canRedo()) show(branches_.at(place_).next);
}

void Workbench::go(int place) {
  if (!isBusy() && place != place_ && place >= 0 && place < branches_.count()) show(place);
}

QString Workbench::lastEdit() const {
  return place_ < 0 || branches_.at(place_).parent < 0 ? QString() : branches_.at(place_).label;
}

QString Workbench::savePlan(const QString& path) const {
  const LoadedRun* run = cursor_.run();
  if (!run || !run->folder.plan) return "this run has no plan";
  return write(path, sim::write_plan(*run->folder.plan));
}

QString Workbench::saveScenario(const QString& path) const {
  const LoadedRun* run = cursor_.run();
  if (!run || run->folder.scenario.empty()) return "this run has no scenario";
  const std::string text = read(run->folder.scenario);
  return text.empty() ? QString("its scenario is gone, as the run has not come to its end") : write(path, text);
}

QString Workbench::saveCase(const QString& path) const {
  const auto text = caseText();
  return text ? write(path, *text) : text.error();
}

QString Workbench::whyNoCase() const {
  const auto text = caseText();
  return text ? QString() : text.error();
}

Result<std::string, QString> Workbench::caseText() const {
  const LoadedRun* run = cursor_.run();
  if (!run || run->folder.scenario.empty() || !run->folder.plan || !run->folder.result) {
    return failure(
        QString("scenario.yaml, plan.yaml and result.json must lie beside a trace, or its run can't be repeated"));
  }
  const auto scenario = sim::load_scenario(run->folder.scenario.string(), properties::scenario_vocabulary());
  if (!scenario) return failure(QString::fromStdString(scenario.error().text()));
  properties::CaseFile file{.digest = run->folder.result->digest_bits()};
  const std::string& verdict = run->folder.result->verdict;
  if (verdict == "unknown") return failure(QString("a run that could not be judged is no case"));
  file.verdict = verdict == "fail" ? properties::Verdict::fail : properties::Verdict::pass;
  file.run = {*scenario, run->folder.plan->plan, run->folder.result->seed, run->folder.result->engine};
  file.told = {run->folder.result->reason};
  return properties::write_case(file);
}

QString Workbench::repro() const {
  const LoadedRun* run = cursor_.run();
  if (!run || !run->folder.result) return {};
  const QString line = QString::fromStdString(run->folder.result->replay);
  return line.contains(scratch_.path()) ? QString() : line;
}

QString Workbench::title() const { return branches_.count() == 0 ? QString() : branches_.at(0).label; }

QString Workbench::folderBefore() const {
  const int parent = place_ < 0 ? -1 : branches_.at(place_).parent;
  return parent < 0 ? QString() : branches_.at(parent).path;
}

QStringList Workbench::strayed() const {
  QStringList told;
  const int parent = place_ < 0 ? -1 : branches_.at(place_).parent;
  if (parent < 0 || !branches_.at(parent).result || !branches_.at(place_).result) return told;
  for (const std::string& each : strayed_faults(branches_.at(parent).result->aims, branches_.at(place_).result->aims)) {
    told += QString::fromStdString(each);
  }
  return told;
}

QString Workbench::folder() const {
  return place_ < 0 ? QString() : branches_.at(place_).path;
}

}  // namespace crisper::gui
