// DiskTroubles: whose disk kept nothing (it was full, or its syncs failed), and how far its process had come then. Who
// can't keep what it takes takes nothing, or goes on without it after a crash.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/support/ordered_table.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

struct DiskTrouble {
  ObservationId id;  ///< when it struck first
  SimTime at{};
  bool was_full = false;    ///< else its syncs failed
  std::int64_t before = 0;  ///< the furthest place that the process had come to
  std::int64_t after = 0;   ///< the first beyond it that it came to later; zero: none

  /// Whether what lies at this place may be missing because of it.
  bool kept_from(std::int64_t place) const { return before < place && (after == 0 || after > place); }
  /// "the disk of catalog was full from 1.2s on"
  std::string words(const std::string& process) const {
    return fmt::format("the disk of {} {} from {} on", process, was_full ? "was full" : "failed to sync", to_text(at));
  }
};

/// Of processes that go from place to place: offsets of a log, positions of a store.
class DiskTroubles {
 public:
  static bool is_one(const Observation& seen) {
    if (seen.kind != ObservationKind::fault_fired || seen.message.value != 0) return false;
    const auto kind = static_cast<sim::FaultKind>(seen.b);
    return kind == sim::FaultKind::full || kind == sim::FaultKind::io_error;
  }

  /// One that struck before, without anything done since, goes on.
  void struck(const Observation& seen, ObservationId id, std::int64_t furthest) {
    std::vector<DiskTrouble>& of = troubles_[seen.process];
    if (!of.empty() && of.back().after == 0) return;
    of.push_back({.id = id,
                  .at = seen.at,
                  .was_full = static_cast<sim::FaultKind>(seen.b) == sim::FaultKind::full,
                  .before = furthest});
  }
  void moved(ProcessId process, std::int64_t place) {
    std::vector<DiskTrouble>* of = troubles_.find(process);
    if (of && !of->empty() && of->back().after == 0 && place > of->back().before) of->back().after = place;
  }
  /// Null: none of its own.
  const DiskTrouble* that_kept(ProcessId process, std::int64_t place) const {
    const std::vector<DiskTrouble>* of = troubles_.find(process);
    if (!of) return nullptr;
    for (const DiskTrouble& each : *of) {
      if (each.kept_from(place)) return &each;
    }
    return nullptr;
  }
  /// In the order in which they were struck first.
  std::vector<ProcessId> processes() const {
    std::vector<ProcessId> all;
    for (const auto& [process, of] : troubles_) all.push_back(process);
    return all;
  }

 private:
  OrderedTable<ProcessId, std::vector<DiskTrouble>> troubles_;
};

}  // namespace crisper::properties
