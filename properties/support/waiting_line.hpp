// WaitingLine: who waits for the same thing, in the order of their coming, and how often each was overtaken.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>

#include "core/observe/observation.hpp"

namespace crisper::properties {

/// `Who` has equality, and waits once at a time. Cheap where the first is served first; each overtaking costs those who
/// are overtaken, and whoever isn't in the line costs a look at all.
template <class Who>
class WaitingLine {
 public:
  struct Waiter {
    Who who{};
    SimTime since{};
    ObservationId said;
    std::uint64_t overtaken = 0;
  };

  void join(const Who& who, SimTime at, ObservationId said) {
    waiters_.push_back({.who = who, .since = at, .said = said});
  }
  /// Of its own will, or because it was told to.
  void leave(const Who& who) {
    const auto found = std::ranges::find(waiters_, who, &Waiter::who);
    if (found != waiters_.end()) waiters_.erase(found);
  }
  /// Calls passed(waiter) for each that came before this one and is still here. False where it doesn't wait.
  template <class Passed>
  bool serve(const Who& who, Passed&& passed) {
    const auto served = std::ranges::find(waiters_, who, &Waiter::who);
    if (served == waiters_.end()) return false;
    for (auto each = waiters_.begin(); each != served; ++each) {
      ++each->overtaken;
      passed(std::as_const(*each));
    }
    waiters_.erase(served);
    return true;
  }
  /// Who came first of those who are still here; null: nobody waits.
  const Waiter* first() const { return waiters_.empty() ? nullptr : &waiters_.front(); }
  void clear() { waiters_.clear(); }

 private:
  std::deque<Waiter> waiters_;
};

}  // namespace crisper::properties
