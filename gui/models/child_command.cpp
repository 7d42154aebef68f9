#include "gui/models/child_command.hpp"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace crisper::gui {
namespace {

constexpr const char* progress_mark = "progress: ";  // cli/output/progress.hpp
constexpr qsizetype complaint_max = 20'000;

}  // namespace

QString ChildCommand::Ended::trouble() const {
  return complaint.isEmpty() ? QString("the command ended without a result (exit code %1)").arg(code) : complaint;
}

ChildCommand::ChildCommand(QObject* parent) : QObject(parent) {}

ChildCommand::~ChildCommand() { drop(); }

QString ChildCommand::program() {
  const QString beside = QCoreApplication::applicationDirPath() + "/crisper";
  if (QFileInfo(beside).isExecutable()) return beside;
  return QStandardPaths::findExecutable("crisper");
}

void ChildCommand::start(const QStringList& arguments, bool hears) {
  cancel();
  const QString command = program();
  if (command.isEmpty()) {
    emit failed("the command `crisper` is neither beside this program nor on the path");
    return;
  }
  complaint_.clear();
  process_ = new QProcess(this);
  connect(process_, &QProcess::readyReadStandardError, this, &ChildCommand::listen);
  connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
    listen();
    const Ended how{code, status == QProcess::CrashExit, process_->readAllStandardOutput(), complaint_.trimmed()};
    process_->deleteLater();
    process_ = nullptr;
    emit ended(how);
  });
  connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    drop();
    emit failed("could not start `crisper`");
  });
  process_->setReadChannel(QProcess::StandardError);
  hears_ = hears;
  if (!hears) process_->setStandardInputFile(QProcess::nullDevice());
  process_->start(command, arguments);
}

void ChildCommand::listen() {
  while (process_->canReadLine() || (process_->state() == QProcess::NotRunning && process_->bytesAvailable() > 0)) {
    const QString line = QString::fromUtf8(process_->readLine());
    if (line.startsWith(progress_mark)) {
      emit progressed(line.mid(qstrlen(progress_mark)).trimmed());
      if (!process_) return;  // whoever heard it has cancelled
    } else if (complaint_.size() < complaint_max) {
      complaint_ += line;
    }
  }
}

void ChildCommand::tell(const QString& line) {
  if (process_ && hears_) process_->write((line + '\n').toUtf8());
}

void ChildCommand::interrupt() {
  if (process_) process_->terminate();
}

void ChildCommand::cancel() {
  if (!process_) return;
  drop();
  emit cancelled();
}

void ChildCommand::drop() {
  if (!process_) return;
  process_->disconnect(this);
  process_->kill();
  process_->waitForFinished();
  process_->deleteLater();
  process_ = nullptr;
}

}  // namespace crisper::gui
