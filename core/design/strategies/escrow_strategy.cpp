// escrow: what is countable is shared out among those who carry out commands.
#include "core/design/ownership_strategy.hpp"
#include "core/ownership/escrow/escrow.hpp"
#include "core/ownership/escrow/quota_service.hpp"
#include "core/service/service_process.hpp"

namespace crisper {

StrategyPlan strategies::escrow(StrategyBuild& build) {
  const OwnershipDesign& chosen = build.design.ownership;
  const ProcessId quotas = build.system.add({.name = "quota-service", .role = "quota-service", .factory = [] {
                                               return std::make_unique<QuotaService>();
                                             }});
  EscrowOptions options{.quota_service = quotas,
                        .event_store = build.service.event_store,
                        .append_to = build.service.append_to,
                        // Where nothing is countable every append names its version, and no quota is ever asked for.
                        .counting = build.counting
                                        ? build.counting
                                        : [](StreamId, const Payload&) { return std::optional<CountChange>(); },
                        .durable = chosen.quota == QuotaMemory::durable,
                        .quota_size = chosen.quota_size,
                        .patience = chosen.wait,
                        .pause = std::max(chosen.backoff, Duration(std::chrono::microseconds(100)))};
  build.service.counting = options.counting;
  build.service.decide_again_limit = chosen.retries;
  build.service.backoff = chosen.backoff;
  build.service.ownership = [options] { return std::make_unique<Escrow>(options); };
  StrategyPlan plan{.service = build.service};
  const ExecutorDesign& executor = build.design.executor;
  if (executor.kind != ExecutorKind::per_request && executor.kind != ExecutorKind::per_entity) return plan;
  // A process that is gone after one command would take its quota with it, and a process for each handler and state
  // would scatter it: such processes ask those that stay.
  std::vector<ProcessId> holders;
  for (std::uint32_t i = 1; i <= executor.size; ++i) {
    ProcessFactory factory = [service = build.service] { return std::make_unique<ServiceProcess>(service); };
    holders.push_back(
        build.system.add({.name = "service-" + std::to_string(i), .role = "service", .factory = std::move(factory)}));
  }
  const CallPatience patience{.timeout = executor.timeout, .clock = executor.deadline_clock};
  plan.reach = [holders, patience] { return std::make_unique<RemoteService>(holders, patience); };
  return plan;
}

}  // namespace crisper
