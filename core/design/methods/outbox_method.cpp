// outbox: state and message in one local transaction; relays carry the messages to the log.
#include "core/design/publication_method.hpp"
#include "core/publication/event_relay.hpp"

namespace crisper {

PublicationPlan methods::outbox(PublicationBuild& build) {
  PublicationPlan plan;
  plan.store.desk = outbox_desk(build.event_log);
  plan.feed = {.source = build.event_log, .timeout = build.design.event_log.redeliver_after};
  plan.stage = [&build] {
    const PublicationDesign& chosen = build.design.publication;
    const RelayOptions plain = build.relay();
    const EventRelayOptions sharing{.event_store = build.event_store,
                                    .event_log = build.event_log,
                                    .claim = chosen.claim,
                                    .claim_for = chosen.claim == OutboxClaim::none ? Duration{} : chosen.claim_for,
                                    .waits = chosen.notify,
                                    .poll = plain.poll,
                                    .batch = plain.batch,
                                    .timeout = plain.timeout,
                                    .publish = plain.publish};
    for (std::uint32_t i = 1; i <= chosen.relays; ++i) {
      ProcessSpec spec{.name = chosen.relays == 1 ? "event-relay" : "event-relay-" + std::to_string(i),
                       .role = "relay"};
      if (chosen.claim == OutboxClaim::none && !chosen.notify) {
        spec.factory = [plain] { return std::make_unique<Relay>(plain); };
      } else {
        spec.factory = [sharing] { return std::make_unique<EventRelay>(sharing); };
      }
      build.system.add(std::move(spec));
    }
  };
  return plan;
}

}  // namespace crisper
