// push_grid: an outbox hands events to a grid that pushes each by itself to every consumer, in parallel, again and
// again with growing pauses until it is taken or expires. At least once, and in no order.
#include "core/design/methods/hand_over_plan.hpp"
#include "core/log/event_log.hpp"
#include "core/publication/outbox_desk.hpp"

namespace crisper {

PublicationPlan methods::push_grid(PublicationBuild& build) {
  PublicationPlan plan;
  const ProcessId grid = build.system.declare("event-grid", "event-grid");
  plan.store.desk = outbox_desk(grid);
  HandOverOptions options = hand_over_from(build, plan, grid);
  options.window = 1'000'000;  // all at once
  plan.stage = [&build, grid, options] {
    const DistributorFactory pushes = [options](const EventSource& source) {
      return std::make_unique<HandOverDesk>(options, source);
    };
    build.system.define(grid, {.factory = [pushes] { return std::make_unique<EventLog>(pushes); }});
    build.system.add({.name = "event-relay", .role = "relay", .factory = [relay = build.relay()] {
                        return std::make_unique<Relay>(relay);
                      }});
  };
  return plan;
}

}  // namespace crisper
