// actor_per_stream: a registry maps a stream to the process that has its state in memory.
#include "core/ownership/actor.hpp"
#include "core/ownership/actor_registry.hpp"
#include "core/ownership/strategy.hpp"
#include "core/service/service_process.hpp"

namespace crisper {

StrategyPlan strategies::actor_per_stream(StrategyBuild& build) {
  const OwnershipDesign& chosen = build.design.ownership;
  const Duration timeout = build.design.executor.timeout;
  const ActorRegistryOptions registry{
      .directory = {.lease = chosen.lease, .unreachable = chosen.unreachable},
      // An actor may be in the middle of a command, with two calls to the store.
      .probe_timeout = 2 * store_timeout(timeout)};
  ActorOptions actor{.registry = build.add({.name = "actor-registry",
                                            .role = "actor-registry",
                                            .factory = [registry] { return std::make_unique<ActorRegistry>(registry); },
                                            .turns = TurnPolicy::reentrant}),
                     .service = {},
                     .fencing = chosen.fencing,
                     .lease = chosen.lease,
                     .idle = chosen.idle,
                     .call_timeout = store_timeout(timeout),
                     .linger = timeout,
                     .turns = chosen.turns};
  if (const auto role = build.design.roles.find("actor"); role != build.design.roles.end()) {
    actor.service_time = role->second.service_time;
    actor.mailbox = role->second.mailbox;
  }
  build.service.trusts_memory = true;
  build.service.call_timeout = store_timeout(timeout);
  build.service.cached_states = 1;
  actor.service = build.service;
  return {.service = build.service,
          .reach = [actor, timeout] { return std::make_unique<ActorService>(actor, timeout); }};
}

}  // namespace crisper
