#include "properties/search/explore/strategy_registry.hpp"

#include <algorithm>
#include <vector>

namespace crisper::properties {

std::span<const StrategyEntry> all_strategies() {
#define CRISPER_STRATEGY(name) strategies::name(),
  static const std::vector<StrategyEntry> all{CRISPER_STRATEGIES(CRISPER_STRATEGY)};
#undef CRISPER_STRATEGY
  return all;
}

const StrategyEntry* find_strategy(std::string_view name) {
  const auto all = all_strategies();
  const auto found = std::ranges::find(all, name, &StrategyEntry::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace crisper::properties
