// RandomLunch: a small scenario drawn from a number: the workload, the faults and the timing are all random.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/rng.hpp"
#include "core/design/design.hpp"

namespace crisper::properties {

/// What may be struck besides handlers: processes or roles. One or two faults on these come on top of the others.
using MoreTargets = std::vector<std::string>;

/// A scenario file in which nothing but this strategy protects the states: the store takes whatever is appended.
/// `settings` goes into `design.ownership` beside the strategy, such as ", fencing: off"; `workload` are further lines
/// of the section of that name.
std::string random_lunch(std::string_view strategy, std::uint64_t number, std::string_view settings = "",
                         std::string_view workload = "", const MoreTargets& targets = {});

/// For `workload`: customers who take meals from several fridges at once.
inline const std::string baskets = "  baskets: {rate: 30/s, clients: 3, fridges: 2..3}\n";

/// Handlers that come and go while its workload is under way.
std::vector<ScaleStep> random_scale(Rng& rng);

}  // namespace crisper::properties
