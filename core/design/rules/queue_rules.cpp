// Of the command queue.
#include <algorithm>

#include "core/design/rules/design_rule.hpp"

namespace crisper {
namespace {

const CommandQueueDesign& queue(const DesignCase& c) { return c.design.command_queue; }
bool partitioned(const DesignCase& c) { return c.strategy().keeps_out_by == KeepsOutBy::partitions; }

/// What is there to choose where there is no queue.
CommandQueueDesign handlers_alone(const CommandQueueDesign& queue) {
  CommandQueueDesign plain;
  plain.handlers = queue.handlers;
  plain.visibility_timeout = queue.visibility_timeout;
  plain.dead_letter_after = queue.dead_letter_after;
  plain.scale = queue.scale;
  return plain;
}

std::uint32_t handlers_at_least(const CommandQueueDesign& queue) {
  std::uint32_t least = queue.handlers;
  for (const ScaleStep& step : queue.scale) least = std::min(least, step.handlers);
  return least;
}

}  // namespace

DesignRules design_rules::of_queue() {
  return {
      {"areas.count",
       [](const DesignCase& c) {
         return c.design.areas.count > 1 && c.is(OwnershipStrategy::reliable_inbox);
       },
       since("a reliable_inbox is a stream of the store: there are no queues to deal commands to")},
      {"areas.count", [](const DesignCase& c) { return c.design.areas.count > handlers_at_least(queue(c)); },
       since("an area without a handler: handlers are dealt to the areas in turn")},
      {"command_queue.sessions", [](const DesignCase& c) { return partitioned(c) && queue(c).sessions; },
       since("a queue of partitions keeps a stream's commands in order already")},
      {"command_queue.priorities", [](const DesignCase& c) { return partitioned(c) && !queue(c).priorities.empty(); },
       since("a partition keeps the order of its commands")},
      {"executor.send",
       [](const DesignCase& c) { return partitioned(c) && sends_by_cast(c.design.executor); },
       since("a partition is worked on one command after the other, and whoever casts doesn't know when one is done")},
      {"command_queue",
       [](const DesignCase& c) {
         return c.is(OwnershipStrategy::reliable_inbox) && queue(c) != handlers_alone(queue(c));
       },
       since("a reliable_inbox is a stream of the store: there is no queue to choose for")},
      {"command_queue.priorities",
       [](const DesignCase& c) { return queue(c).sessions && !queue(c).priorities.empty(); },
       since("a session keeps the order of its commands, whatever their priority")},
  };
}

}  // namespace crisper
