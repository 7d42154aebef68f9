// Traffic: one process casts numbers to another, a millisecond apart, under faults; what arrived, and when.
#pragma once

#include <map>
#include <vector>

#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {

inline constexpr std::size_t traffic_count = 400;

struct Arrival {
  std::int64_t number;
  SimTime sent;
  SimTime at;
  MessageId message;
  std::uint64_t attempt;
};

struct Traffic {
  std::vector<Arrival> arrivals;
  std::array<FaultCount, fault_kinds.size()> counts{};
  std::map<DropReason, std::uint64_t> drops;
  FaultPlan plan;  ///< that the run wrote
  std::uint64_t digest = 0;
  std::vector<FaultKind> unfired;

  FaultCount counted(FaultKind kind) const { return counts[static_cast<std::size_t>(kind)]; }
  std::vector<std::int64_t> numbers() const;
};

/// 1 … count.
std::vector<std::int64_t> ascending(std::size_t count);

/// A fault on everything from the caster to the reader.
FaultSpec message_fault(FaultKind kind, std::uint32_t per_mille, Duration amount_min = {}, Duration amount_max = {});

Traffic run_traffic(std::string_view engine, std::vector<FaultSpec> faults, std::uint64_t seed = 1,
                    TransportSpec transport = {});
/// The same traffic under the faults of a plan.
Traffic replay_traffic(std::string_view engine, FaultPlan plan, std::uint64_t seed = 1, TransportSpec transport = {});

}  // namespace crisper::sim::test
