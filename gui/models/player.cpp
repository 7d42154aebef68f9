#include "gui/models/player.hpp"

#include <algorithm>

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
  connect(&cursor, &Cursor::runChanged, this, &Player::stop);
}

void Player::toggle() {
  if (play_.isActive()) return stop();
  if (!cursor_.run()) return;
  if (cursor_.at() == cursor_.run()->trace().last()) cursor_.moveTo(0);
  play_ns_ = static_cast<double>(cursor_.timeNs());
  play_.start();
}

void Player::frame() {
  const double length = static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin());
  play_ns_ += length / seconds_for_a_view * speed_ * play_.interval() / 1000;
  if (play_ns_ >= static_cast<double>(cursor_.run()->trace().end_ns())) {
    cursor_.walkTo(UINT32_MAX);
    return stop();
  }
  cursor_.walkToTime(static_cast<qint64>(play_ns_));
}

void Player::changeSpeed(double factor) {
  speed_ = std::clamp(speed_ * factor, 1.0 / 64, 64.0);
  emit said(QString("playing at %1 times the usual speed").arg(speed_));
}

void Player::runToBreakpoint() {
  if (!cursor_.run() || walk_.isActive()) return;
  play_.stop();
  if (breakpoints_.empty()) breakpoints_ = {*Breakpoint::parse("violation")};
  walking_ = std::make_unique<RunState>(cursor_.state());
  // What is true where one stands is no news.
  were_true_.clear();
  for (const Breakpoint& each : breakpoints_) were_true_.push_back(each.is_true(*cursor_.run(), *walking_));
  walk_.start();
}

void Player::walk() {
  const auto hit = walk_to_breakpoint(*cursor_.run(), *walking_, breakpoints_, were_true_, steps_per_slice);
  if (!hit && walking_->at < cursor_.run()->trace().last()) return;
  walk_.stop();
  if (hit) emit metBreakpoint(walking_->at);
  if (!hit) cursor_.moveTo(walking_->at);
  emit said(hit ? "stopped at: " + breakpoints_[*hit].text : QString("no breakpoint was met: this is the end"));
}

void Player::stop() {
  play_.stop();
  walk_.stop();
}

}  // namespace crisper::gui
