#include "core/publication/hand_over_plan.hpp"

#include "core/subscription/consumer_node.hpp"

namespace crisper {

HandOverGroup nodes_of(PublicationBuild& build, const std::string& name, ProcessId consumer) {
  const auto chosen = build.design.consumers.find(name);
  const std::uint32_t nodes = chosen == build.design.consumers.end() ? 1 : chosen->second.nodes;
  HandOverGroup group{.consumer = consumer, .nodes = {}};
  if (nodes == 1) group.nodes.push_back(consumer);
  const ConsumerNodeOptions options{.consumer = consumer, .timeout = build.design.event_log.redeliver_after};
  for (std::uint32_t i = 1; nodes > 1 && i <= nodes; ++i) {
    group.nodes.push_back(build.add({.name = name + "-node-" + std::to_string(i),
                                     .role = "consumer-node",
                                     .factory = [options] { return std::make_unique<ConsumerNode>(options); }}));
  }
  return group;
}

HandOverOptions hand_over_from(PublicationBuild& build, PublicationPlan& plan, ProcessId source) {
  // Filled while consumers are attached, and complete before any process is built.
  const auto groups = std::make_shared<std::vector<HandOverGroup>>();
  plan.feed.source = source;
  plan.feed.mode = FeedMode::handed_over;
  plan.attach = [&build, groups](const std::string& name, ProcessId consumer) {
    groups->push_back(nodes_of(build, name, consumer));
  };
  const PublicationDesign& chosen = build.design.publication;
  return HandOverOptions{.groups = groups,
                         .window = build.design.event_log.window,
                         .retry = chosen.retry,
                         .retry_max = chosen.retry_max,
                         .expire_after = chosen.expire_after};
}

}  // namespace crisper
