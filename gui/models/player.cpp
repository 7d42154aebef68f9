#include "gui/models/player.hpp"

#include <algorithm>
#include <utility>

#include "core/base/sim_time.hpp"

namespace crisper::gui {
namespace {

constexpr int frame_ms = 33;
/// Playing crosses what is in view in so many seconds.
constexpr double seconds_for_a_view = 12;
constexpr RecordId steps_per_slice = 20'000;

}  // namespace

Player::Player(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor) {
  play_.setInterval(frame_ms);
  walk_.setInterval(0);
  connect(&play_, &QTimer::timeout, this, &Player::frame);
  connect(&walk_, &QTimer::timeout, this, &Player::walk);
  // A walk has got hold of a state of the run that was.
  connect(&cursor, &Cursor::runChanged, this, &Player::renew);
  // Who looks elsewhere does not want to be taken along.
  connect(&cursor, &Cursor::moved, this, [this] {
    if (isFollowing() && cursor_.at() != left_at_) stop();
  });
}

void Player::renew() {
  if (!cursor_.hasGrown()) {
    slow_ns_ = 0;
    return stop();
  }
  if (walking_) *walking_ = cursor_.run()->machine->state_at(walking_->at);
  if (isFollowing()) walk_.start();
}

double Player::paceNs() const {
  if (slow_ns_ > 0) return slow_ns_ * speed_;
  return static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin()) / seconds_for_a_view * speed_;
}

void Player::toggle() {
  if (play_.isActive() || isFollowing()) return stop();
  const LoadedRun* run = cursor_.run();
  if (!run) return;
  if (!run->is_edition && cursor_.at() == run->trace().last()) cursor_.moveTo(0);
  play_ns_ = static_cast<double>(cursor_.timeNs());
  slow_ns_ = 0;
  if (run->is_edition) {
    slow_ns_ = paceNs() / speed_;  // the view grows with the run, the speed does not
    beginWalk();
  }
  play_.start();
}

void Player::frame() {
  play_ns_ += paceNs() * play_.interval() / 1000;
  const TraceData& data = cursor_.run()->trace();
  if (slow_ns_ > 0 && !meetsNothingUntil(data.record_at(static_cast<qint64>(play_ns_)))) return;
  if (play_ns_ >= static_cast<double>(data.end_ns())) {
    cursor_.walkTo(UINT32_MAX);
    if (!cursor_.run()->is_edition) return stop();
    play_ns_ = static_cast<double>(data.end_ns());  // there may be more soon
    return;
  }
  cursor_.walkToTime(static_cast<qint64>(play_ns_));
}

bool Player::meetsNothingUntil(RecordId to) {
  if (walking_->at < cursor_.at()) beginWalk();  // somebody has moved on
  while (walking_->at < to) {
    const RecordId steps = std::min(steps_per_slice, to - walking_->at);
    const auto hit = walk_to_breakpoint(*cursor_.run(), *walking_, breakpoints_, were_true_, steps);
    if (!hit) continue;
    stopAt(*hit);
    return false;
  }
  return true;
}

void Player::changeSpeed(double factor) {
  speed_ = std::clamp(speed_ * factor, 1.0 / 64, 64.0);
  QString pace;
  if (cursor_.run()) {
    pace = QString(": %1 a second").arg(QString::fromStdString(to_text(Duration(static_cast<std::int64_t>(paceNs())))));
  }
  emit said(QString("playing at %1 times the usual speed%2").arg(speed_).arg(pace));
}

void Player::setBreakpoints(std::vector<Breakpoint> breakpoints) {
  breakpoints_ = std::move(breakpoints);
  if (isFollowing() || play_.isActive()) noteWhatIsTrue();
  emit paceChanged();
}

void Player::runToBreakpoint() {
  if (!cursor_.run() || walk_.isActive()) return;
  if (cursor_.run()->is_edition) return follow();
  play_.stop();
  if (breakpoints_.empty()) breakpoints_ = {*Breakpoint::parse("violation")};
  beginWalk();
  walk_.start();
}

void Player::follow() {
  if (!cursor_.run() || isFollowing()) return;
  play_.stop();
  beginWalk();
  follows_ = true;
  left_at_ = cursor_.at();
  walk_.start();
  emit paceChanged();
}

void Player::beginWalk() {
  walking_ = std::make_unique<RunState>(cursor_.state());
  noteWhatIsTrue();
}

void Player::noteWhatIsTrue() {
  // What is true where one stands is no news.
  were_true_.clear();
  if (!walking_) return;
  for (const Breakpoint& each : breakpoints_) were_true_.push_back(each.is_true(*cursor_.run(), *walking_));
}

void Player::walk() {
  const auto hit = walk_to_breakpoint(*cursor_.run(), *walking_, breakpoints_, were_true_, steps_per_slice);
  if (hit) return stopAt(*hit);
  if (walking_->at < cursor_.run()->trace().last()) return;
  walk_.stop();
  if (follows_) {
    walkCursor(walking_->at);
    if (cursor_.run()->is_edition) return;  // till there is more
    stop();
    emit said("no breakpoint was met: the run has ended");
    return;
  }
  cursor_.moveTo(walking_->at);
  emit said("no breakpoint was met: this is the end");
}

void Player::stopAt(std::size_t breakpoint) {
  const RecordId at = walking_->at;
  const bool is_held = cursor_.run()->is_edition;
  stop();
  emit metBreakpoint(at);
  emit said("stopped at: " + breakpoints_[breakpoint].text +
            (is_held ? "; the run waits a little ahead, F5 goes on" : ""));
}

void Player::walkCursor(RecordId to) {
  left_at_ = to;
  cursor_.walkTo(to);
}

void Player::stop() {
  play_.stop();
  walk_.stop();
  if (!std::exchange(follows_, false)) return;
  emit paceChanged();
}

}  // namespace crisper::gui
