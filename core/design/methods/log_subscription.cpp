// log_subscription: an outbox feeds a partitioned log; a consumer's nodes form a group that shares the partitions.
#include "core/command/relay.hpp"
#include "core/design/publication_method.hpp"
#include "core/log/partitioned_log.hpp"
#include "core/publication/outbox_desk.hpp"
#include "core/subscription/partition_node.hpp"

namespace crisper {

PublicationPlan methods::log_subscription(PublicationBuild& build) {
  PublicationPlan plan;
  const ProcessId log = build.declare("event-log", "event-log");
  const auto groups = std::make_shared<std::vector<HandOverGroup>>();
  plan.store.desk = outbox_desk(log);
  plan.feed = {.source = log, .mode = FeedMode::handed_over};
  plan.stage = [&build, log, groups] {
    const PublicationDesign& chosen = build.design.publication;
    const PartitionedLogOptions options{
        .groups = groups, .partitions = chosen.partitions, .session = chosen.session};
    build.define(log, [options] { return std::make_unique<PartitionedLog>(options); });
    const RelayOptions relay{.source = build.event_store,
                             .poll = chosen.poll,
                             .batch = chosen.batch,
                             .timeout = build.design.relay.timeout,
                             .publish = build.design.costs.publish};
    build.add(
        {.name = "event-relay", .role = "relay", .factory = [relay] { return std::make_unique<Relay>(relay); }});
  };
  plan.attach = [&build, log, groups](const std::string& name, ProcessId consumer) {
    const PublicationDesign& chosen = build.design.publication;
    const auto found = build.design.consumers.find(name);
    const std::uint32_t nodes = found == build.design.consumers.end() ? 1 : found->second.nodes;
    const PartitionNodeOptions options{.log = log,
                                       .consumer = consumer,
                                       .poll = chosen.poll,
                                       .batch = build.design.event_log.batch,
                                       .timeout = build.design.event_log.redeliver_after};
    HandOverGroup group{.consumer = consumer, .nodes = {}};
    for (std::uint32_t i = 1; i <= nodes; ++i) {
      group.nodes.push_back(build.add({.name = name + "-node-" + std::to_string(i),
                                       .role = "consumer-node",
                                       .factory = [options] { return std::make_unique<PartitionNode>(options); }}));
    }
    groups->push_back(std::move(group));
  };
  return plan;
}

}  // namespace crisper
