#include "gui/models/trace_session.hpp"

#include <QMetaObject>
#include <QPointer>
#include <QThread>

namespace crisper::gui {

/// What worker and session share. The worker owns nothing else, so it may outlive the session.
struct TraceSession::Job {
  std::atomic<bool> stop = false;
  std::filesystem::path path;
  Result<std::shared_ptr<const LoadedRun>, LoadError> result = failure(LoadError{});
  std::unique_ptr<QThread> thread;
};

TraceSession::TraceSession(QObject* parent) : QObject(parent) {}

TraceSession::~TraceSession() { abandon(); }

void TraceSession::abandon() {
  if (!job_) return;
  job_->stop = true;
  job_->thread->wait();
  job_.reset();
}

void TraceSession::open(const QString& path) {
  cancel();
  path_ = path;
  auto job = std::make_shared<Job>();
  job->path = std::filesystem::path(path.toStdString());
  std::error_code failed;
  if (std::filesystem::is_directory(job->path, failed)) job->path /= "trace.sqlite";
  job_ = job;
  Job* const work = job.get();  // lives until the thread has ended: finish and abandon see to it
  job->thread.reset(QThread::create([this, work] {
    work->result = load_run(work->path, [this, work](double share) {
      QMetaObject::invokeMethod(this, [this, work, share] {
        if (job_.get() == work) emit progress(share);
      }, Qt::QueuedConnection);
      return !work->stop;
    });
  }));
  connect(job->thread.get(), &QThread::finished, this, [this, weak = std::weak_ptr<Job>(job)] {
    if (const std::shared_ptr<Job> done = weak.lock()) finish(done);
  });
  job->thread->start();
}

void TraceSession::cancel() {
  if (!job_) return;
  abandon();
  emit cancelled();
}

void TraceSession::finish(const std::shared_ptr<Job>& job) {
  if (job_ != job) return;
  job->thread->wait();
  job_.reset();
  if (job->result) {
    emit loaded(*job->result);
  } else if (job->result.error().cancelled) {
    emit cancelled();
  } else {
    emit failed(QString::fromStdString(job->result.error().message));
  }
}

}  // namespace crisper::gui
