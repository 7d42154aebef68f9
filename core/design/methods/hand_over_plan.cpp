#include "core/design/methods/hand_over_plan.hpp"

#include "core/subscription/consumer_node.hpp"
#include "core/subscription/function_host.hpp"

namespace crisper {

namespace {

/// The place where a consumer's function runs.
ProcessId function_of(PublicationBuild& build, const std::string& name, ProcessId consumer,
                      const FunctionDesign& design) {
  const FunctionHostOptions options{.consumer = consumer,
                                    .design = design,
                                    .timeout = build.design.event_log.redeliver_after};
  build.system.may_start("function-*", "function");
  return build.system.add({.name = name + "-functions",
                           .role = "function-host",
                           .factory = [options] { return std::make_unique<FunctionHost>(options); },
                           .turns = TurnPolicy::reentrant});
}

}  // namespace

HandOverGroup nodes_of(PublicationBuild& build, const std::string& name, ProcessId consumer) {
  const auto chosen = build.design.consumers.find(name);
  const ConsumerDesign design = chosen == build.design.consumers.end() ? ConsumerDesign{} : chosen->second;
  if (design.function) {
    return {.consumer = consumer, .nodes = {function_of(build, name, consumer, *design.function)}};
  }
  HandOverGroup group{.consumer = consumer, .nodes = {}};
  if (design.nodes == 1) group.nodes.push_back(consumer);
  const ConsumerNodeOptions options{.consumer = consumer, .timeout = build.design.event_log.redeliver_after};
  for (std::uint32_t i = 1; design.nodes > 1 && i <= design.nodes; ++i) {
    group.nodes.push_back(build.system.add({.name = name + "-node-" + std::to_string(i),
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
