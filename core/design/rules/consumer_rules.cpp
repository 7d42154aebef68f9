// Of what each consumer does about repeats, order and crashes.
#include <algorithm>

#include "core/design/rules/design_rule.hpp"

namespace crisper {
namespace {

constexpr const char* no_view = "it keeps no view that could be asked";

/// Where nobody knows them, every name is let through.
bool is_one(const DesignCase& c, const std::vector<std::string>& names) {
  return names.empty() || std::ranges::find(names, c.consumer_name) != names.end();
}

std::function<std::string(const DesignCase&)> since_view(std::string reason) {
  return [reason = std::move(reason)](const DesignCase& c) {
    return (c.consumer.view == ViewStore::file ? "a view in a file " : "a SQLite view ") + reason;
  };
}

std::function<std::string(const DesignCase&)> since_method(std::string reason) {
  return [reason = std::move(reason)](const DesignCase& c) { return std::string(c.method().name) + " " + reason; };
}

}  // namespace

DesignRules design_rules::of_consumers() {
  return {
      {"consumers.*.nodes", [](const DesignCase& c) { return c.consumer.nodes > 1 && !c.shared(); },
       since_method("sends a consumer's events to one place; its nodes can share a log_subscription, what a push_grid "
                    "sends, or a store_subscription (round_robin, pinned)")},
      {"consumers.*.inbox", [](const DesignCase& c) { return c.asked_for_events() && !c.consumer.inbox; },
       since("clients that wait until it shows their events need it to know which events it has had")},
      {"consumers.*.inbox.key",
       [](const DesignCase& c) { return c.asked_for_events() && c.consumer.inbox_key != InboxKey::event; },
       since("clients that wait until it shows their events name them by id")},
      {"consumers.*.inbox.scope",
       [](const DesignCase& c) { return c.asked_for_events() && c.consumer.inbox_scope == InboxScope::node; },
       since("clients that wait until it shows their events ask the consumer, which then doesn't know what its nodes "
             "have had")},
      {"consumers.*.inbox.scope",
       [](const DesignCase& c) {
         return c.consumer.inbox_scope == InboxScope::node && c.consumer.nodes == 1 && !c.consumer.function;
       },
       since("it is one process, and has one inbox: nodes or a function's instances could have one each")},
      {"consumers.*.replays",
       [](const DesignCase& c) { return !c.consumer.replays.empty() && c.consumer.inbox_scope == InboxScope::node; },
       since("what a replay has taken no node remembers")},
      {"consumers.*.versions", [](const DesignCase& c) { return c.consumer.versions && !c.keeps_order(); },
       since("an event that a later one of its stream has overtaken would pass for an old one, and be lost: it needs a "
             "method that publishes a stream in its order, and brings it so or to a sequencer that waits")},
      {"consumers.*.batch", [](const DesignCase& c) { return c.consumer.batch > 0 && c.transacted(); },
       since("a read side of a two_phase_commit takes the effects of a transaction in one write")},
      {"consumers.*.checkpoint",
       [](const DesignCase& c) { return c.transacted() && c.consumer.checkpoint != CheckpointMode::transactional; },
       since("a read side of a two_phase_commit takes its effects in one write with the decision")},
      {"consumers.*.replays",
       [](const DesignCase& c) { return !c.consumer.replays.empty() && c.consumer.inbox_key == InboxKey::delivery; },
       since("a replay reads the store, where an event has another place than in what is delivered: an inbox by "
             "delivery would not know it")},
      {"consumers.*.function", [](const DesignCase& c) { return c.consumer.function.has_value() && !c.pushed(); },
       since_method("waits for consumers to ask or to subscribe; a function is called by a push_grid, or by a "
                    "store_subscription (round_robin, pinned)")},
      {"consumers.*.function",
       [](const DesignCase& c) { return c.consumer.function.has_value() && c.consumer.nodes > 1; },
       since("its instances are its nodes: concurrency says how many")},
  };
}

DesignRules design_rules::of_views() {
  return {
      {"consumers.*.replays",
       [](const DesignCase& c) { return !c.consumer.replays.empty() && !is_one(c, c.names.replayable); },
       since("a process manager lives by its time limits too, which are no events: its history doesn't tell what it "
             "was")},
      {"consumers.*.replays",
       [](const DesignCase& c) {
         return !c.consumer.replays.empty() && !c.names.asking.empty() && is_one(c, c.names.asking);
       },
       since("it asks a view before it reacts, and what that showed is no part of its history")},
      {"consumers.*.read_nodes",
       [](const DesignCase& c) { return c.consumer.read_nodes > 1 && !is_one(c, c.names.views); }, since(no_view)},
      {"consumers.*.read_scale",
       [](const DesignCase& c) { return !c.consumer.read_scale.empty() && !is_one(c, c.names.views); }, since(no_view)},
      {"consumers.*.read_nodes",
       [](const DesignCase& c) { return c.scales() && (c.consumer.nodes > 1 || c.consumer.function); },
       since("read nodes have a view each; nodes and functions share the work for one view")},
      {"consumers.*.read_scale",
       [](const DesignCase& c) { return !c.consumer.read_scale.empty() && (c.shared() || c.transacted()); },
       since_method("must know its read sides before; they can come and go where they ask for their events")},
      {"consumers.*.read_scale", [](const DesignCase& c) { return !c.consumer.read_scale.empty() && c.one_by_one(); },
       since("in an ordered fan_out all behind a read node that is gone would wait for it")},
      {"consumers.*.per_area", [](const DesignCase& c) { return c.consumer.per_area && c.design.areas.count == 1; },
       since("there is one area: areas.count says how many")},
      {"consumers.*.per_area", [](const DesignCase& c) { return c.consumer.per_area && !is_one(c, c.names.views); },
       since(no_view)},
      {"consumers.*.per_area",
       [](const DesignCase& c) {
         return c.consumer.per_area && (c.scales() || c.consumer.nodes > 1 || c.consumer.function);
       },
       since("an area's part of a view is one process")},
      {"consumers.*.per_area", [](const DesignCase& c) { return c.consumer.per_area && c.asked_for_events(); },
       since("clients that wait until it shows their events would have to know where")},
      {"consumers.*.snapshot_every",
       [](const DesignCase& c) { return c.keeps_rows_only() && c.consumer.snapshot_every > 0; },
       since_view("is the state itself: there is no journal to make a snapshot of")},
      {"consumers.*.view",
       [](const DesignCase& c) {
         const PoisonPolicy then = c.consumer.failures.then;
         return c.keeps_rows_only() && (then == PoisonPolicy::park || then == PoisonPolicy::park_key);
       },
       since_view("has no place for dead letters")},
      {"consumers.*.view", [](const DesignCase& c) { return c.keeps_rows_only() && c.transacted(); },
       since_view("has no place for what was promised and not yet decided")},
      {"consumers.*.view", [](const DesignCase& c) { return c.keeps_rows_only() && c.shared(); },
       since_view("keeps one position, not which events were handed over out of their order")},
      {"consumers.*.view", [](const DesignCase& c) { return c.keeps_rows_only() && c.consumer.versions; },
       since_view("has no place for the versions of streams")},
      {"consumers.*.view", [](const DesignCase& c) { return c.keeps_rows_only() && !c.consumer.replays.empty(); },
       since_view("has no place for how far a replay went")},
  };
}

bool keeps_order(const Design& design, const ConsumerDesign& consumer) {
  const ConsumerNames names;
  return DesignCase{design, names, "", consumer}.keeps_order();
}

bool claims_once(const Design& design, const ConsumerDesign& consumer) {
  const ConsumerNames names;
  const DesignCase here{.design = design, .names = names, .consumer = consumer};
  const Claims claims = here.method().claims;
  if (!claims.contains(DeliveryGuarantee::nothing_lost)) return false;
  if (consumer.checkpoint == CheckpointMode::before) return false;  // a crash between the two loses the effect
  if (consumer.inbox && consumer.inbox_key == InboxKey::command) return false;
  if (consumer.inbox && consumer.inbox_scope == InboxScope::node) return false;
  if (consumer.inbox && consumer.inbox_key == InboxKey::event) return true;
  if (consumer.versions) return here.keeps_order();
  return consumer.checkpoint == CheckpointMode::transactional && here.keeps_order() &&
         claims.contains(DeliveryGuarantee::once_with_checkpoint);
}

}  // namespace crisper
