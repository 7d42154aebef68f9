// WaitingEvents: the events that are stored and on their way: not published yet, or not dealt with by a consumer.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/design/design.hpp"
#include "core/observe/observation.hpp"
#include "properties/names.hpp"

namespace crisper::properties {

/// Where nodes share a consumer's events, they are one consumer, called as the first of them that was heard of.
class WaitingEvents {
 public:
  using Waiting = std::vector<std::pair<ProcessId, std::int64_t>>;

  /// `design` and `names` outlive this.
  WaitingEvents(const Design& design, const Names& names) : design_(design), names_(names) {}

  /// Every observation of an event's way; whatever else doesn't matter.
  void observe(const Observation& seen);

  /// By consumer. Those that a log has forgotten wait for nobody.
  Waiting at_consumers() const;
  /// By store; none where nothing was ever published.
  Waiting in_stores() const;

 private:
  struct Consumer {
    ProcessId process;
    bool gone = false;
    std::int64_t offset = 0;   ///< the furthest that was dealt with
    std::int64_t dealt_with = 0;
  };

  Consumer& consumer(ProcessId process);
  std::string shared_name(ProcessId process) const;

  const Design& design_;
  const Names& names_;
  std::map<std::string, Consumer> consumers_;
  std::map<ProcessId, Consumer*> by_process_;
  std::map<ProcessId, std::int64_t> stores_;  ///< the highest position
  std::int64_t stored_ = 0;
  std::int64_t published_ = 0;  ///< the highest position
  std::int64_t head_ = 0;       ///< the highest offset
};

}  // namespace crisper::properties
