// reliable_inbox: one process, with its inbox in the store.
#include "core/design/ownership_strategy.hpp"
#include "core/ownership/inbox/reliable_inbox.hpp"

namespace crisper {

StrategyPlan strategies::reliable_inbox(StrategyBuild& build) {
  const ReliableInboxOptions options{.event_store = build.service.event_store,
                                     .append_to = build.service.append_to,
                                     .command_store = build.command_store,
                                     .dispatcher = build.service.dispatcher,
                                     .effects = build.effects,
                                     .costs = build.service.costs};
  return {.service = build.service, .takes_commands = [options] { return std::make_unique<ReliableInbox>(options); }};
}

}  // namespace crisper
