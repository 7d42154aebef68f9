// single_process: one process holds all states in memory and serves them one command at a time.
#include "core/design/ownership_strategy.hpp"
#include "core/service/service_process.hpp"

namespace crisper {

StrategyPlan strategies::single_process(StrategyBuild& build) {
  const CallPatience patience{.timeout = build.design.executor.timeout,
                              .clock = build.design.executor.deadline_clock};
  build.service.trusts_memory = true;
  build.service.call_timeout = store_timeout(patience.timeout);
  const ApplicationServiceOptions options = build.service;
  const ProcessId owner = build.system.add({.name = "service", .role = "service", .factory = [options] {
                                              return std::make_unique<ServiceProcess>(options);
                                            }});
  return {.service = build.service,
          .reach = [owner, patience] { return std::make_unique<RemoteService>(std::vector{owner}, patience); }};
}

}  // namespace crisper
