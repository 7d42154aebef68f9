#include "sim/schedule/window_gate.hpp"

#include <algorithm>
#include <utility>

#include "core/base/assert.hpp"

namespace crisper::sim {

std::vector<WindowGate::Waiting>::iterator WindowGate::find(AttemptId attempt) {
  const auto found = std::ranges::lower_bound(waiting_, attempt, {}, [](const Waiting& each) {
    return each.ready.attempt;
  });
  CRISPER_ASSERT(found != waiting_.end() && found->ready.attempt == attempt, "a packet is announced before it moves");
  return found;
}

void WindowGate::under_way(Cookie packet, const Ready& ready, bool certain, bool in_order) {
  CRISPER_ASSERT(waiting_.empty() || waiting_.back().ready.attempt < ready.attempt, "attempts grow");
  waiting_.push_back({.packet = packet, .ready = ready, .certain = certain, .in_order = in_order});
}

void WindowGate::foresee(AttemptId attempt, SimTime at) {
  const auto late = find(attempt);
  late->ready.arrival = at;
  late->certain = true;
  if (choice_ != attempt) return;
  choice_ = nobody;  // the others don't wait for it beyond their time
  choose();
}

bool WindowGate::passes(AttemptId attempt) {
  const auto here = find(attempt);
  here->at_gate = true;
  ++at_gate_;
  here->ready.arrival = keeper_->time();
  if (choice_ == nobody) choose(attempt);
  return choice_ == attempt;
}

void WindowGate::gone(AttemptId attempt) {
  const auto here = find(attempt);
  at_gate_ -= here->at_gate;
  waiting_.erase(here);
  if (choice_ == attempt) choice_ = nobody;
  if (choice_ == nobody) choose();
}

void WindowGate::choose(AttemptId arriving) {
  if (at_gate_ == 0) return;
  ++choices_;
  list_candidates();
  const std::size_t place = scheduler_.choose(ready_);
  CRISPER_ASSERT(place < ready_.size(), "a scheduler chooses one of those that are ready");
  const Waiting& chosen = *candidates_[place];
  choice_ = chosen.ready.attempt;
  if (chosen.at_gate && choice_ != arriving) keeper_->let_go(chosen.packet, keeper_->time() + Duration(1));
}

void WindowGate::list_candidates() {
  SimTime first = sim_never;
  for (const Waiting& each : waiting_) {
    if (each.at_gate) first = std::min(first, each.ready.arrival);
  }
  const SimTime limit = options_.window < sim_never - first ? first + options_.window : sim_never;
  candidates_.clear();
  for (const Waiting& each : waiting_) {
    if (options_.keep_link_order && each.in_order) {
      if (each.ready.link >= link_seen_.size()) link_seen_.resize(each.ready.link + 1);
      if (std::exchange(link_seen_[each.ready.link], choices_) == choices_) continue;
    }
    if (each.at_gate || (each.certain && each.ready.arrival <= limit)) candidates_.push_back(&each);
  }
  // They are in the order of attempts already, which is nearly that of arrivals.
  for (std::size_t i = 1; i < candidates_.size(); ++i) {
    const Waiting* const each = candidates_[i];
    std::size_t place = i;
    for (; place > 0 && candidates_[place - 1]->ready.arrival > each->ready.arrival; --place) {
      candidates_[place] = candidates_[place - 1];
    }
    candidates_[place] = each;
  }
  ready_.clear();
  for (const Waiting* each : candidates_) ready_.push_back(each->ready);
}

}  // namespace crisper::sim
