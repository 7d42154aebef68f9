#include "core/subscription/replay.hpp"

#include <algorithm>

namespace crisper {

bool Replay::restore(const Payload& change) {
  if (const auto* ended = change.as<ReplayEnded>()) {
    done_ = std::max(done_, ended->number);
    through_ = std::max(through_, ended->through);
  } else if (const auto* handled = change.as<PositionHandled>()) {
    handled_ = std::max(handled_, handled->position);
  } else {
    return false;
  }
  return true;
}

void Replay::snapshot(std::vector<Payload>& records) const {
  if (!is_planned()) return;
  records.push_back(Payload::of(ReplayEnded{.number = done_, .through = through_}));
  records.push_back(Payload::of(PositionHandled{.position = handled_}));
}

void Replay::await_next(Context& context) const {
  if (done_ >= plan_.size()) return;
  const Duration left = sim_start + plan_[done_].at - context.now();
  context.remind(std::max(left, Duration(1)), Payload::of(ReplayNow{}));
}

void Replay::begin() {
  running_ = true;
  after_ = {};
  taken_.clear();
}

void Replay::took(const LoggedEvent& event) {
  after_ = event.recorded().position;
  taken_.push_back(event);
}

ReplayEnded Replay::end() {
  running_ = false;
  // Nothing tells what an unguarded one and the feed did to each other.
  if (plan_[done_].kind != ReplayKind::unguarded) through_ = std::max(through_, after_);
  taken_.clear();
  return ReplayEnded{.number = ++done_, .through = through_};
}

bool Replay::handled(GlobalPosition position) {
  if (!is_planned() || position <= handled_) return false;
  handled_ = position;
  return true;
}

}  // namespace crisper
