// single_publisher: one task reads the store and publishes.
#include "core/design/publication_method.hpp"
#include "core/publication/store_publisher.hpp"

namespace crisper {

PublicationPlan methods::single_publisher(PublicationBuild& build) {
  PublicationPlan plan;
  plan.feed = {.source = build.event_log, .timeout = build.design.event_log.redeliver_after};
  plan.stage = [&build] {
    const StorePublisherOptions options{.event_store = build.event_store,
                                        .event_log = build.event_log,
                                        .poll = build.design.publication.poll,
                                        .batch = build.design.publication.batch,
                                        .timeout = build.design.relay.timeout,
                                        .publish = build.design.costs.publish};
    build.system.add({.name = "publisher",
                      .role = "publisher",
                      .factory = [options] { return std::make_unique<StorePublisher>(options); }});
  };
  return plan;
}

}  // namespace crisper
