// push_grid: an outbox hands events to a grid that pushes each by itself to every consumer, in parallel, again and
// again with growing pauses until it is taken or expires. At least once, and in no order.
#include "core/command/relay.hpp"
#include "core/design/methods/hand_over_plan.hpp"
#include "core/log/event_log.hpp"
#include "core/publication/outbox_desk.hpp"

namespace crisper {

PublicationPlan methods::push_grid(PublicationBuild& build) {
  PublicationPlan plan;
  const ProcessId grid = build.declare("event-grid", "event-grid");
  plan.store.desk = outbox_desk(grid);
  HandOverOptions options = hand_over_from(build, plan, grid);
  options.window = 1'000'000;  // all at once
  plan.stage = [&build, grid, options] {
    const DistributorFactory pushes = [options](const EventSource& source) {
      return std::make_unique<HandOverDesk>(options, source);
    };
    build.define(grid, [pushes] { return std::make_unique<EventLog>(pushes); });
    const RelayOptions relay{.source = build.event_store,
                             .poll = build.design.publication.poll,
                             .batch = build.design.publication.batch,
                             .timeout = build.design.relay.timeout,
                             .publish = build.design.costs.publish};
    build.add(
        {.name = "event-relay", .role = "relay", .factory = [relay] { return std::make_unique<Relay>(relay); }});
  };
  return plan;
}

}  // namespace crisper
