#include "core/design/executors.hpp"

#include <memory>
#include <string>

#include "core/service/entity_service.hpp"
#include "core/service/forwarder.hpp"
#include "core/service/service_process.hpp"

namespace crisper {
namespace {

/// A handler that calls has one command under way at a time.
RequestFilter callers_of(bool may_overtake) { return RequestFilter(may_overtake ? many_at_once : 1); }

ProcessId forwarder_to(const std::vector<ProcessId>& pool, const RequestFilter& handlers, System& system) {
  return system.add({.name = "forwarder",
                     .role = "forwarder",
                     .factory = [=] { return std::make_unique<Forwarder>(pool, handlers); },
                     .turns = TurnPolicy::reentrant});
}

}  // namespace

Reach reach_of(const ExecutorDesign& chosen, ApplicationServiceOptions service, const CommandWorkOptions& work,
               System& system) {
  const CallPatience patience{.timeout = chosen.timeout, .clock = chosen.deadline_clock};
  if (chosen.kind == ExecutorKind::in_caller || chosen.kind == ExecutorKind::per_request) {
    return {.service = [service] { return std::make_unique<ApplicationService>(service); }, .hands_over_to = {}};
  }
  service.call_timeout = store_timeout(chosen.timeout);
  if (chosen.kind == ExecutorKind::per_entity) {
    const EntityServiceOptions entity{.service = service, .patience = patience};
    system.may_start("entity-*", "entity");
    return {.service = [entity] { return std::make_unique<EntityService>(entity); }, .hands_over_to = {}};
  }
  const bool casts = sends_by_cast(chosen);
  const bool is_forwarded = chosen.kind == ExecutorKind::forwarded;
  const RequestFilter callers = callers_of(casts || is_forwarded);  // who forwards waits for none of them
  std::vector<ProcessId> pool;
  for (std::uint32_t i = 1; i <= (chosen.kind == ExecutorKind::singleton ? 1 : chosen.size); ++i) {
    pool.push_back(system.add({.name = "service-" + std::to_string(i), .role = "service", .factory = [=] {
                                 return std::make_unique<ServiceProcess>(service, callers, work);
                               }}));
  }
  if (is_forwarded) pool = {forwarder_to(pool, callers_of(casts), system)};
  return {.service = [pool, patience] { return std::make_unique<RemoteService>(pool, patience); },
          .hands_over_to = casts ? pool : std::vector<ProcessId>{}};
}

}  // namespace crisper
