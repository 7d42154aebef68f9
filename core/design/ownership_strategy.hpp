// Strategy: what an ownership strategy adds to the pipeline. Each is a small file with one function, its plan.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "core/command/queue_routing.hpp"
#include "core/design/design.hpp"
#include "core/ownership/strategy_list.hpp"
#include "core/runtime/process.hpp"
#include "core/runtime/system.hpp"
#include "core/service/application_service.hpp"
#include "core/service/effect_targets.hpp"

namespace crisper {

/// What a plan may use.
struct StrategyBuild {
  const Design& design;
  /// Where a strategy's own processes go.
  System& system;
  /// How services work unless the strategy changes it.
  ApplicationServiceOptions service;
  ProcessId command_store;
  /// Services without a state, which take commands past all ownership.
  std::shared_ptr<const EffectTargets> effects;
  /// What is countable in the domain; may be empty.
  Counting counting;
  /// Which of its events merge; may be empty.
  Merging merging{};
};

struct StrategyPlan {
  /// How a service works on the states, wherever it lives.
  ApplicationServiceOptions service;
  /// How handlers reach it; empty: as the design's executor says.
  ServiceFactory reach{};
  /// Which handler the queue may give which command.
  QueueRouting routing{};
  /// Where there is one, it stands in the place of the command queue and carries out what comes: without handlers.
  ProcessFactory takes_commands{};
};

/// What a service has of a state while it works on it.
enum class Possession : std::uint8_t {
  nothing,  ///< others may work on it as well
  grant,    ///< a lock or a partition, which it can keep longer than it works
  state,    ///< the state itself, in its memory
};

struct StrategyEntry {
  OwnershipStrategy strategy{};
  std::string_view name;
  KeepsOutBy keeps_out_by{};
  StrategyClaim claims{};
  bool several_states = false;  ///< carries out commands on several states, all parts or none; else it rejects them
  bool leases = false;          ///< what it grants ends with `ownership.lease`
  Possession has{};
  std::string_view meaning;
  StrategyPlan (*plan)(StrategyBuild& build) = nullptr;
};

/// All of them, in the order of the list.
std::span<const StrategyEntry> ownership_strategies();
const StrategyEntry& entry_of(OwnershipStrategy strategy);

namespace strategies {
#define CRISPER_STRATEGY(name, ...) StrategyPlan name(StrategyBuild& build);
CRISPER_OWNERSHIP_STRATEGIES(CRISPER_STRATEGY)
#undef CRISPER_STRATEGY
}  // namespace strategies

}  // namespace crisper
