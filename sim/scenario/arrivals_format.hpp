// `arrivals:` of whoever comes by a rate: orders, baskets and queries, and the actors of a written business.
#pragma once

#include <optional>

#include "sim/scenario/applies.hpp"
#include "sim/scenario/format.hpp"
#include "sim/workload/arrivals.hpp"

namespace crisper::sim {

/// The law's kind alone, or with the sizes and gaps of bursts; `bursts` says when these count.
FormatPtr<ArrivalSpec> arrivals_format(std::optional<Applies> bursts = std::nullopt);

/// Of whoever comes by a rate: refuses the key `rate` beside recorded arrivals, which have no use for one.
void check_rate_beside(const ArrivalSpec& arrivals, const YamlNode& node, Reader& reader);

}  // namespace crisper::sim
