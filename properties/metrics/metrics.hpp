// Metrics: what a run measured, as plain values under names that reports and thresholds share.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/base/sim_time.hpp"

namespace crisper::properties {

/// Of spans of time; exact (nearest rank), not estimated.
struct Percentiles {
  std::uint64_t count = 0;
  Duration p50{};
  Duration p90{};
  Duration p95{};
  Duration p99{};
  Duration max{};
  friend bool operator==(const Percentiles&, const Percentiles&) = default;
};

/// The names are listed in docs/formats/run_json.md. What a run had none of is absent from `times`.
struct Metrics {
  std::map<std::string, Percentiles> times;
  std::map<std::string, std::uint64_t> counts;
  std::map<std::string, double> rates;
  friend bool operator==(const Metrics&, const Metrics&) = default;
};

}  // namespace crisper::properties
