// Deadlines: call timeouts in lanes of equal length. Calls with one timeout end in the order in which they began, so a
// lane is a queue and only its head needs a timer; most calls are answered long before and cost no timer at all.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"

namespace crisper::sim {

class Deadlines {
 public:
  struct Entry {
    SimTime due;
    ProcessId process;
    std::uint64_t ticket;
    MessageId request;
    ProcessId callee;
    Duration timeout;
  };
  using Lane = std::uint32_t;

  struct Queue {
    std::deque<Entry> entries;
    bool timer_set = false;
  };

  /// The lane for this timeout, made when first asked for.
  Lane lane(Duration timeout) {
    const auto [found, fresh] = lanes_.try_emplace(timeout, static_cast<Lane>(queues_.size()));
    if (fresh) queues_.emplace_back();
    return found->second;
  }
  Queue& queue(Lane lane) { return queues_[lane]; }

 private:
  std::map<Duration, Lane> lanes_;
  std::vector<Queue> queues_;
};

}  // namespace crisper::sim
