#include "gui/models/workbench.hpp"

#include <QFile>
#include <QFileInfo>

#include "sim/faults/fault_plan_file.hpp"

namespace crisper::gui {
namespace {

QString write(const QString& path, const std::string& text) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0) {
    return QString("can't write %1: %2").arg(path, file.errorString());
  }
  return {};
}

bool isScenario(const QString& path) { return path.endsWith(".yaml") || path.endsWith(".yml"); }

}  // namespace

Workbench::Workbench(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor) {
  connect(&child_, &ChildRun::finished, this, [this](const QString& folder) {
    pending_.path = folder;
    if (pending_fresh_) steps_.clear();
    if (!pending_fresh_) steps_.resize(static_cast<std::size_t>(place_ + 1));
    steps_.push_back(pending_);
    show(static_cast<int>(steps_.size()) - 1);
  });
  connect(&child_, &ChildRun::failed, this, &Workbench::failed);
  connect(&child_, &ChildRun::cancelled, this, &Workbench::idle);
  connect(&session_, &TraceSession::progress, this, [this](double share) { emit working("Reading the trace", share); });
  connect(&session_, &TraceSession::cancelled, this, &Workbench::idle);
  connect(&session_, &TraceSession::failed, this, [this](const QString& message) {
    // What could not be opened is no place to go back to.
    if (pending_place_ == static_cast<int>(steps_.size()) - 1) steps_.pop_back();
    place_ = std::min(place_, static_cast<int>(steps_.size()) - 1);
    emit failed(message);
  });
  connect(&session_, &TraceSession::loaded, this, [this](const std::shared_ptr<const LoadedRun>& run) {
    place_ = pending_place_;
    cursor_.setRun(run);
    emit idle();
    emit changed();
  });
}

void Workbench::open(const QString& path) {
  if (isScenario(path)) return run(path, {}, QFileInfo(path).completeBaseName());
  steps_.assign(1, Step{QFileInfo(path).fileName(), path});
  cursor_.setRun(nullptr);
  show(0);
}

void Workbench::run(const QString& scenario, const QStringList& settings, const QString& title) {
  cursor_.setRun(nullptr);
  runInto({.scenario = scenario, .settings = settings, .out = newFolder()}, {title, {}}, true);
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
  runInto({.saved = saved, .out = newFolder()}, {label, {}}, place_ < 0);
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
           .seed = QString::number(plan.seed),
           .out = out},
          {QString::fromStdString(what->label), {}}, false);
}

void Workbench::runInto(RunRequest request, Step step, bool fresh) {
  pending_ = std::move(step);
  pending_fresh_ = fresh;
  emit working(fresh ? "Running the scenario" : "Running it again: " + pending_.label, -1);
  child_.start(request);
}

QString Workbench::scratchPath(const QString& name) {
  return scratch_.filePath(QString("%1-%2").arg(++folders_).arg(name));
}

QString Workbench::newFolder() { return scratch_.filePath(QString("run-%1").arg(++folders_)); }

void Workbench::show(int place) {
  pending_place_ = place;
  emit working("Reading the trace", 0);
  session_.open(steps_[static_cast<std::size_t>(place)].path);
}

void Workbench::cancel() {
  child_.cancel();
  session_.cancel();
}

void Workbench::undo() {
  if (canUndo()) show(place_ - 1);
}

void Workbench::redo() {
  if (canRedo()) show(place_ + 1);
}

QString Workbench::savePlan(const QString& path) const {
  const LoadedRun* run = cursor_.run();
  if (!run || !run->folder.plan) return "this run has no plan";
  return write(path, sim::write_plan(*run->folder.plan));
}

QString Workbench::repro() const {
  const LoadedRun* run = cursor_.run();
  return run && run->folder.result ? QString::fromStdString(run->folder.result->replay) : QString();
}

QString Workbench::title() const { return steps_.empty() ? QString() : steps_.front().label; }

QString Workbench::folderBefore() const {
  return place_ < 1 ? QString() : steps_[static_cast<std::size_t>(place_ - 1)].path;
}

QString Workbench::folder() const {
  return place_ < 0 ? QString() : steps_[static_cast<std::size_t>(place_)].path;
}

}  // namespace crisper::gui
