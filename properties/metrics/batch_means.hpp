// Batch means: how sure the mean of one long run is.
//
// What waits behind each other waits alike: samples of one run depend on each other, and the usual interval of their
// mean is far too narrow. Means of long batches of them hardly do (B. Schmeiser: Batch size effects in the analysis of
// simulation output, Operations Research 30, 1982: 10 to 30 batches are enough).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "properties/metrics/metrics.hpp"

namespace crisper::properties {

inline constexpr std::size_t batches = 20;
/// Of fewer samples nothing is told: batches of less than twenty are no means.
inline constexpr std::size_t batch_samples_min = 20 * batches;

/// In the order of their coming, in nanoseconds. What doesn't go into equal batches is left out from the beginning.
std::optional<MeanInterval> batch_means(std::span<const std::int64_t> samples);

}  // namespace crisper::properties
