#include "gui/models/child_run.hpp"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace crisper::gui {
namespace {

/// Exit codes of `crisper run` after which there is a run to look at: pass, fail, unknown.
constexpr int last_verdict = 2;

}  // namespace

QStringList RunRequest::arguments() const {
  QStringList words{"run", scenario, "--out", out};
  if (!engine.isEmpty()) words << "--engine" << engine;
  if (!seed.isEmpty()) words << "--seed" << seed;
  for (const QString& setting : settings) words << "--set" << setting;
  if (!plan.isEmpty()) words << "--plan" << plan;
  return words;
}

ChildRun::ChildRun(QObject* parent) : QObject(parent) {}

ChildRun::~ChildRun() { drop(); }

QString ChildRun::command() {
  const QString beside = QCoreApplication::applicationDirPath() + "/crisper";
  if (QFileInfo(beside).isExecutable()) return beside;
  return QStandardPaths::findExecutable("crisper");
}

void ChildRun::start(const RunRequest& request) {
  cancel();
  request_ = request;
  const QString program = command();
  if (program.isEmpty()) {
    emit failed("the command `crisper` is neither beside this program nor on the path");
    return;
  }
  process_ = new QProcess(this);
  connect(process_, &QProcess::finished, this, &ChildRun::end);
  connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    drop();
    emit failed("could not start `crisper`");
  });
  process_->setStandardOutputFile(QProcess::nullDevice());
  process_->setStandardInputFile(QProcess::nullDevice());
  process_->start(program, request.arguments());
}

void ChildRun::cancel() {
  if (!process_) return;
  drop();
  emit cancelled();
}

void ChildRun::drop() {
  if (!process_) return;
  process_->disconnect(this);
  process_->kill();
  process_->waitForFinished();
  process_->deleteLater();
  process_ = nullptr;
}

void ChildRun::end(int code, QProcess::ExitStatus status) {
  const QString said = QString::fromUtf8(process_->readAllStandardError()).trimmed();
  process_->deleteLater();
  process_ = nullptr;
  if (status == QProcess::NormalExit && code <= last_verdict) {
    emit finished(request_.out);
  } else {
    emit failed(said.isEmpty() ? QString("the run ended without a result (exit code %1)").arg(code) : said);
  }
}

}  // namespace crisper::gui
