#include "core/subscription/replay.hpp"

#include <algorithm>

namespace crisper {

bool Replay::restore(const Payload& change) {
  if (const auto* ended = change.as<ReplayEnded>()) {
    done_ = std::max(done_, ended->number);
    through_ = std::max(through_, ended->through);
  } else if (const auto* handled = change.as<PositionHandled>()) {
    note_handled(*handled);
  } else {
    return false;
  }
  return true;
}

void Replay::snapshot(std::vector<Payload>& records) const {
  if (!is_planned()) return;
  records.push_back(Payload::of(ReplayEnded{.number = done_, .through = through_}));
  records.push_back(Payload::of(PositionHandled{.position = all_through_, .all_before = true}));
  for (const GlobalPosition each : ahead_) records.push_back(Payload::of(PositionHandled{.position = each}));
}

void Replay::await_next(Context& context) const {
  if (done_ >= plan_.size()) return;
  const Duration left = sim_start + plan_[done_].at - context.monotonic();
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
  if (!is_planned() || has_handled(position)) return false;
  note_handled({.position = position});
  return true;
}

void Replay::note_handled(const PositionHandled& what) {
  latest_ = std::max(latest_, what.position);
  if (what.all_before) {
    all_through_ = std::max(all_through_, what.position);
  } else {
    ahead_.insert(what.position);
  }
  while (!ahead_.empty() && ahead_.begin()->value <= all_through_.value + 1) {
    all_through_ = std::max(all_through_, *ahead_.begin());
    ahead_.erase(ahead_.begin());
  }
}

}  // namespace crisper
