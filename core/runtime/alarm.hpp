// Alarm: one reminder to itself that can be moved to an earlier time. A reminder can't be taken back, so an outdated
// one is told by its number.
#pragma once

#include "core/message/body.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// The message that a process with an Alarm gets. Ask rang() whether it counts.
struct AlarmRang {
  CRISPER_BODY(AlarmRang);
  std::uint64_t number = 0;
  CRISPER_FIELDS(number)
};

class Alarm {
 public:
  /// Rings at `at` on the monotonic clock, unless it is set to ring earlier.
  void arm(Context& context, SimTime at) {
    if (armed_ && due_ <= at) return;
    armed_ = true;
    due_ = at;
    context.remind(at - context.monotonic(), Payload::of(AlarmRang{.number = ++number_}));
  }
  /// False for an outdated ring; else the alarm is off until armed again.
  bool rang(const AlarmRang& message) {
    if (!armed_ || message.number != number_) return false;
    armed_ = false;
    return true;
  }

 private:
  bool armed_ = false;
  SimTime due_;
  std::uint64_t number_ = 0;
};

}  // namespace crisper
