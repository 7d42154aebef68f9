// Criteria: what safe designs are compared by, in the order in which they decide.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace crisper::properties {

struct Criterion {
  enum class Unit : std::uint8_t { number, time, share };

  std::string_view about;    ///< "latency"
  std::string_view title;    ///< "latency p99"
  std::string_view measure;  ///< as RunSummary names it; times in nanoseconds
  Unit unit = Unit::number;
  bool more_is_better = false;
};

/// Throughput, latency, staleness, cost per command; of times the tail before the mean, since a mean hides one.
std::span<const Criterion> all_criteria();

}  // namespace crisper::properties
