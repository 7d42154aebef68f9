#include "core/design/ownership_strategy.hpp"

#include <array>

namespace crisper {
namespace {

constexpr auto all_strategies = std::to_array<StrategyEntry>({
#define CRISPER_STRATEGY(name, meaning, by, claims, several_states, leases, has)                     \
  {OwnershipStrategy::name, #name,   KeepsOutBy::by,  StrategyClaim::claims, several_states, leases, \
   Possession::has,         meaning, strategies::name},
    CRISPER_OWNERSHIP_STRATEGIES(CRISPER_STRATEGY)
#undef CRISPER_STRATEGY
});

}  // namespace

std::span<const StrategyEntry> ownership_strategies() { return all_strategies; }

const StrategyEntry& entry_of(OwnershipStrategy strategy) { return all_strategies[static_cast<std::size_t>(strategy)]; }

}  // namespace crisper
