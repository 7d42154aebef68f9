#include "gui/models/child_run.hpp"

namespace crisper::gui {

QStringList RunRequest::arguments() const {
  if (!saved.isEmpty()) return {"replay", saved, "--out", out};
  QStringList words{"run", scenario, "--out", out};
  if (!engine.isEmpty()) words << "--engine" << engine;
  if (!seed.isEmpty()) words << "--seed" << seed;
  for (const QString& setting : settings) words << "--set" << setting;
  if (!plan.isEmpty()) words << "--plan" << plan;
  if (follow) words << "--follow";
  return words;
}

ChildRun::ChildRun(QObject* parent) : QObject(parent) {
  connect(&child_, &ChildCommand::ended, this, [this](const ChildCommand::Ended& how) {
    if (how.has_verdict()) {
      emit finished(request_.out);
    } else {
      emit failed(how.trouble());
    }
  });
  connect(&child_, &ChildCommand::failed, this, &ChildRun::failed);
  connect(&child_, &ChildCommand::cancelled, this, &ChildRun::cancelled);
}

void ChildRun::start(const RunRequest& request) {
  child_.cancel();
  request_ = request;
  child_.start(request.arguments(), request.follow && request.saved.isEmpty());
}

void ChildRun::giveLeave(quint64 until) { child_.tell(until == UINT64_MAX ? "go" : QString("until %1").arg(until)); }

}  // namespace crisper::gui
