// How a distribution is written, wherever a cost, a latency or a jitter stands.
#pragma once

#include "core/base/distribution.hpp"
#include "core/runtime/kind_costs.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/format.hpp"

namespace crisper::sim {

/// `5ms`: always; `10ms..50ms`: anything between; {exponential: 5ms}, {lognormal: 5ms, cv: 0.5}, {quantiles: {p0: 1ms,
/// p50: 2ms, p100: 9ms}}: as CRISPER_DISTRIBUTIONS has them.
FormatPtr<Distribution> distribution();

/// Whether a map is a distribution, by its keys.
bool names_a_distribution(const YamlNode& node);

/// A distribution for all, or {others: ..., kinds: {NAME: ...}}. `known` picks the names that may stand there.
FormatPtr<KindCosts> kind_costs(MapFormat<Distribution>::Known known);

/// As a scenario would say it.
std::string exact_text(const Distribution& distribution);

}  // namespace crisper::sim
