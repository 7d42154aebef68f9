#include "gui/models/hunt.hpp"

#include <QRegularExpression>
#include <algorithm>

#include "sim/faults/exact_duration.hpp"

namespace crisper::gui {

QStringList HuntRequest::arguments() const {
  if (kind == Kind::shrink) return {"shrink", subject, "--out", out, "--json", "--progress"};
  QStringList words{kind == Kind::explore ? "explore" : "check", subject, "--out", out, "--json", "--progress"};
  if (!lasting.isEmpty()) words << "--for" << lasting;
  if (kind == Kind::explore) {
    if (!strategy.isEmpty()) words << "--strategy" << strategy;
    return words;
  }
  words << "--losses" << QString::number(losses) << "--duplicates" << QString::number(duplicates);
  words << "--timeouts" << QString::number(timeouts);
  if (reorder) words << "--reorder";
  if (!may_crash.isEmpty()) words << "--crash" << may_crash;
  return words;
}

Hunt::Hunt(QObject* parent) : QObject(parent) {
  connect(&child_, &ChildCommand::progressed, this,
          [this](const QString& line) { emit progressed(line, share_of(line)); });
  connect(&child_, &ChildCommand::failed, this, &Hunt::failed);
  connect(&child_, &ChildCommand::cancelled, this, &Hunt::cancelled);
  connect(&child_, &ChildCommand::ended, this, [this](const ChildCommand::Ended& how) {
    if (!how.has_verdict()) {
      emit failed(how.trouble());
    } else if (request_.kind == HuntRequest::Kind::explore) {
      emit finished(explore_report(how.output, request_.out));
    } else if (request_.kind == HuntRequest::Kind::check) {
      emit finished(check_report(how.output, request_.out));
    } else {
      emit finished(shrink_report(how.output, request_.out));
    }
  });
}

void Hunt::start(const HuntRequest& request) {
  child_.cancel();
  request_ = request;
  stopping_ = false;
  since_.start();
  child_.start(request.arguments());
}

void Hunt::stop() {
  if (stopping_) return child_.cancel();
  stopping_ = true;
  child_.interrupt();
}

double Hunt::share_of(const QString& line) const {
  static const QRegularExpression counted("^(\\d+) of (\\d+) runs");
  if (const auto match = counted.match(line); match.hasMatch() && match.captured(2).toDouble() > 0) {
    return match.captured(1).toDouble() / match.captured(2).toDouble();
  }
  const auto lasting = sim::parse_duration(request_.lasting.toStdString());
  if (request_.kind == HuntRequest::Kind::shrink || !lasting || *lasting <= Duration::zero()) return -1;
  return std::min(1.0, static_cast<double>(since_.nsecsElapsed()) / static_cast<double>(lasting->count()));
}

}  // namespace crisper::gui
