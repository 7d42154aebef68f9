// The strategies by name. A new one is a file in strategies/ that defines its function of `strategies`, a line here,
// one in properties/CMakeLists.txt, a test and a row in docs/guide/explore.md.
#pragma once

#include <span>
#include <string_view>

#include "properties/search/explore/strategy.hpp"

/// CRISPER_STRATEGIES(X): X(name), in the order in which they are told.
#define CRISPER_STRATEGIES(X) \
  X(random)                   \
  X(swarm)                    \
  X(pct)                      \
  X(pos)                      \
  X(surw)                     \
  X(feedback)                 \
  X(lineage)                  \
  X(portfolio)

namespace crisper::properties {

struct StrategyEntry {
  std::string_view name;
  std::string_view meaning;  ///< one line
  bool fast_only = false;    ///< needs the engine that can be told what happens next
  bool independent = true;   ///< each run is drawn for itself
  bool alone = false;        ///< each of its runs follows from its last ones: no portfolio shares the runs with it
  std::unique_ptr<Strategy> (*make)(const StrategySetup&);
  /// Makes the run that the input stands for; the same input always makes the same. Null: seed and `off` are all.
  void (*prepare)(const HuntInput&, HuntRun&) = nullptr;
};

namespace strategies {
#define CRISPER_STRATEGY(name) StrategyEntry name();
CRISPER_STRATEGIES(CRISPER_STRATEGY)
#undef CRISPER_STRATEGY

template <class Kind>
std::unique_ptr<Strategy> make(const StrategySetup& setup) {
  return std::make_unique<Kind>(setup);
}
}  // namespace strategies

std::span<const StrategyEntry> all_strategies();

/// Null where there is none of that name.
const StrategyEntry* find_strategy(std::string_view name);

}  // namespace crisper::properties
