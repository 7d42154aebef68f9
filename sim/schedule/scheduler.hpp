// Scheduler: who decides which message goes next. Holding messages back is all that it can do; a run under any
// scheduler therefore is a run with delays, which its fault plan lists and which the plan alone repeats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/sim_time.hpp"
#include "core/message/envelope.hpp"
#include "core/message/ids.hpp"
#include "sim/engine/engine.hpp"

namespace crisper::sim {

/// A packet that may go next. (link, nth) and, where a duplicate fault made two of it, the attempt name it.
struct Ready {
  LinkIndex link = 0;
  ProcessId from{};
  ProcessId to{};
  std::uint64_t nth = 0;  ///< which packet of its link, from 1
  AttemptId attempt{};    ///< grows with the order of sending
  SimTime arrival{};      ///< when it reaches its receiver, or reached it, if nobody holds it back
  MessageKind kind{};     ///< of data
  bool data = true;       ///< false: a session's acknowledgement or reset
};

/// A strategy of scheduling. Deterministic: what it draws comes from an Rng of its own.
class Scheduler {
 public:
  virtual ~Scheduler() = default;
  /// The place in `ready` of the one that goes next; called for every message that is delivered, also where there is
  /// but one to choose. `ready` is ordered by (arrival, attempt), so 0 always is what would happen without a scheduler.
  /// It holds every packet that has arrived and waits, and those under way that will arrive within the window of the
  /// one that has waited longest. The choice stands until it is carried out: what is sent meanwhile comes later.
  virtual std::size_t choose(std::span<const Ready> ready) = 0;
};

/// The place of the one to which `priority_of` gives most; of several the first.
template <class PriorityOf>
std::size_t place_of_highest(std::span<const Ready> ready, PriorityOf&& priority_of) {
  std::size_t best = 0;
  std::uint64_t highest = priority_of(ready[0]);
  for (std::size_t i = 1; i < ready.size(); ++i) {
    const std::uint64_t priority = priority_of(ready[i]);
    if (priority <= highest) continue;
    best = i;
    highest = priority;
  }
  return best;
}

struct ScheduleOptions {
  /// How long a packet may be held beyond its arrival. Those held to their limits together leave a nanosecond apart.
  Duration window = std::chrono::milliseconds(10);
  /// Messages of one link keep their order, as they do without faults; false: they may overtake each other too.
  bool keep_link_order = true;
};

}  // namespace crisper::sim
