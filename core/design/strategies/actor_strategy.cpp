// actor_per_stream: a registry maps a stream to the process that has its state in memory.
#include "core/design/ownership_strategy.hpp"
#include "core/ownership/actor/actor.hpp"
#include "core/ownership/actor/actor_registry.hpp"
#include "core/service/service_process.hpp"

namespace crisper {

StrategyPlan strategies::actor_per_stream(StrategyBuild& build) {
  const OwnershipDesign& chosen = build.design.ownership;
  const Duration timeout = build.design.executor.timeout;
  const ActorRegistryOptions registry{
      .directory = {.lease = chosen.lease, .unreachable = chosen.unreachable},
      .clock = chosen.taker_clock,
      // An actor may be in the middle of a command, with two calls to the store.
      .probe_timeout = 2 * store_timeout(timeout)};
  const ProcessId directory =
      build.system.add({.name = "actor-registry",
                        .role = "actor-registry",
                        .factory = [registry] { return std::make_unique<ActorRegistry>(registry); },
                        .turns = TurnPolicy::reentrant});
  ActorOptions actor{.registry = directory,
                     .service = {},
                     .fencing = chosen.fencing,
                     .lease = chosen.lease,
                     .clock = chosen.holder_clock,
                     .idle = chosen.idle,
                     .call_timeout = store_timeout(timeout),
                     .deadline_clock = build.design.executor.deadline_clock,
                     .linger = timeout,
                     .turns = chosen.turns};
  build.system.may_start("actor-*", "actor");
  build.service.trusts_memory = true;
  build.service.call_timeout = store_timeout(timeout);
  build.service.cached_states = 1;
  actor.service = build.service;
  return {.service = build.service,
          .reach = [actor, timeout] { return std::make_unique<ActorService>(actor, timeout); }};
}

}  // namespace crisper
