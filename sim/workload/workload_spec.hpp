// WorkloadSpec: what comes from outside: generated as the business has it, or written out step by step.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/domain/chosen.hpp"
#include "sim/workload/script.hpp"

namespace crisper::sim {

struct WorkloadSpec {
  Chosen generated;
  std::optional<Script> script;  ///< every step written out: then nothing is generated, and the other means nothing
  friend bool operator==(const WorkloadSpec&, const WorkloadSpec&) = default;
};

/// Intents that one run may have (about a gigabyte); more is a mistake in the scenario, and refused.
inline constexpr std::uint64_t intent_limit = 4'000'000;

}  // namespace crisper::sim
