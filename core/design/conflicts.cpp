#include "core/design/conflicts.hpp"

#include <functional>

#include "core/design/publication_method.hpp"

namespace crisper {
namespace {

/// One consumer in its design.
struct Case {
  const Design& design;
  std::string name;
  const ConsumerDesign& consumer;

  const PublicationDesign& publication() const { return design.publication; }
  const PublicationEntry& method() const { return entry_of(publication().method); }
  bool is(PublicationMethod method) const { return publication().method == method; }
  bool transacted() const { return is(PublicationMethod::two_phase_commit); }
  bool sqlite() const { return consumer.view == StoreBackend::sqlite; }
  /// Events are sent one by one to a node of the consumer's.
  bool pushed() const {
    return is(PublicationMethod::push_grid) || (is(PublicationMethod::store_subscription) &&
                                                publication().subscription != SubscriptionKind::catch_up);
  }
  /// So that a consumer's nodes can share them.
  bool shared() const {
    return pushed() || is(PublicationMethod::log_subscription) ||
           (is(PublicationMethod::store_subscription) && publication().subscription == SubscriptionKind::ranges);
  }
  /// Clients name events to it.
  bool asked_for_events() const {
    const RespondDesign& respond = design.respond;
    const bool awaited =
        respond.when == RespondWhen::projected && (respond.view.empty() || respond.view == name);
    const SessionGuarantee session = design.reads.session;
    return awaited || session == SessionGuarantee::read_your_writes || session == SessionGuarantee::both;
  }
  /// Of several relays that claim rows another may be the faster; a sequencer keeps to the order of the log.
  bool published_in_order() const {
    const bool overtakes = is(PublicationMethod::outbox) && publication().relays > 1 &&
                           publication().claim == OutboxClaim::rows;
    return !overtakes && method().claims.contains(DeliveryGuarantee::ordered_with_sequencer);
  }
  bool keeps_order() const {
    const ConsumerDesign& it = consumer;
    if (!published_in_order()) return false;
    return it.sequencer ? it.gap == GapPolicy::wait : method().claims.contains(DeliveryGuarantee::ordered_as_it_comes);
  }
  bool scales() const { return consumer.read_nodes > 1 || !consumer.read_scale.empty(); }
};

struct Rule {
  std::string key;  ///< below the consumer
  std::function<bool(const Case&)> broken;
  std::function<std::string(const Case&)> reason;
};

std::function<std::string(const Case&)> since(std::string reason) {
  return [reason = std::move(reason)](const Case&) { return reason; };
}

std::function<std::string(const Case&)> since_method(std::string reason) {
  return [reason = std::move(reason)](const Case& c) { return std::string(c.method().name) + " " + reason; };
}

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all{
      {"nodes", [](const Case& c) { return c.consumer.nodes > 1 && !c.shared(); },
       since_method("sends a consumer's events to one place; its nodes can share a log_subscription, what a push_grid "
                    "sends, or a store_subscription (round_robin, pinned)")},
      {"inbox", [](const Case& c) { return c.asked_for_events() && !c.consumer.inbox; },
       since("clients that wait until it shows their events need it to know which events it has had")},
      {"inbox.key",
       [](const Case& c) { return c.asked_for_events() && c.consumer.inbox_key != InboxKey::event; },
       since("clients that wait until it shows their events name them by id")},
      {"inbox.scope",
       [](const Case& c) { return c.asked_for_events() && c.consumer.inbox_scope == InboxScope::node; },
       since("clients that wait until it shows their events ask the consumer, which then doesn't know what its nodes "
             "have had")},
      {"inbox.scope",
       [](const Case& c) {
         return c.consumer.inbox_scope == InboxScope::node && c.consumer.nodes == 1 && !c.consumer.function;
       },
       since("it is one process, and has one inbox: nodes or a function's instances could have one each")},
      {"replays",
       [](const Case& c) { return !c.consumer.replays.empty() && c.consumer.inbox_scope == InboxScope::node; },
       since("what a replay has taken no node remembers")},
      {"versions", [](const Case& c) { return c.consumer.versions && !c.keeps_order(); },
       since("an event that a later one of its stream has overtaken would pass for an old one, and be lost: it needs a "
             "method that publishes a stream in its order, and brings it so or to a sequencer that waits")},
      {"batch", [](const Case& c) { return c.consumer.batch > 0 && c.transacted(); },
       since("a read side of a two_phase_commit takes the effects of a transaction in one write")},
      {"checkpoint",
       [](const Case& c) { return c.transacted() && c.consumer.checkpoint != CheckpointMode::transactional; },
       since("a read side of a two_phase_commit takes its effects in one write with the decision")},
      {"replays",
       [](const Case& c) { return !c.consumer.replays.empty() && c.consumer.inbox_key == InboxKey::delivery; },
       since("a replay reads the store, where an event has another place than in what is delivered: an inbox by "
             "delivery would not know it")},
      {"function", [](const Case& c) { return c.consumer.function.has_value() && !c.pushed(); },
       since_method("waits for consumers to ask or to subscribe; a function is called by a push_grid, or by a "
                    "store_subscription (round_robin, pinned)")},
      {"function", [](const Case& c) { return c.consumer.function.has_value() && c.consumer.nodes > 1; },
       since("its instances are its nodes: concurrency says how many")},
      {"read_nodes", [](const Case& c) { return c.scales() && (c.consumer.nodes > 1 || c.consumer.function); },
       since("read nodes have a view each; nodes and functions share the work for one view")},
      {"read_scale",
       [](const Case& c) { return !c.consumer.read_scale.empty() && (c.shared() || c.transacted()); },
       since_method("must know its read sides before; they can come and go where they ask for their events")},
      {"snapshot_every", [](const Case& c) { return c.sqlite() && c.consumer.snapshot_every > 0; },
       since("a SQLite view is its tables: there is no journal to make a snapshot of")},
      {"view",
       [](const Case& c) {
         const PoisonPolicy then = c.consumer.failures.then;
         return c.sqlite() && (then == PoisonPolicy::park || then == PoisonPolicy::park_key);
       },
       since("a SQLite view has no place for dead letters")},
      {"view", [](const Case& c) { return c.sqlite() && c.transacted(); },
       since("a SQLite view has no place for what was promised and not yet decided")},
      {"view", [](const Case& c) { return c.sqlite() && c.shared(); },
       since("a SQLite view keeps one position, not which events were handed over out of their order")},
      {"view", [](const Case& c) { return c.sqlite() && c.consumer.versions; },
       since("a SQLite view has no place for the versions of streams")},
      {"view", [](const Case& c) { return c.sqlite() && !c.consumer.replays.empty(); },
       since("a SQLite view has no place for how far a replay went")},
  };
  return all;
}

/// Snapshots, and what an older release wrote.
void check_history(const Design& design, std::vector<PublicationConflict>& found) {
  const EventStoreDesign& store = design.event_store;
  const OwnershipDesign& owned = design.ownership;
  const bool keeps = store.snapshot_every > 0;
  const bool changes = store.upgrade_at > Duration::zero();
  if (keeps && owned.state_from == StateSource::own_events) {
    found.push_back({"event_store.snapshot_every", "a service that decides on its own events would find in a snapshot "
                                                   "what has not come back to it yet"});
  }
  if ((keeps || changes) && owned.strategy == OwnershipStrategy::reliable_inbox) {
    found.push_back({keeps ? "event_store.snapshot_every" : "event_store.upgrade_at",
                     "a reliable_inbox reads its states as they are written, all of them"});
  }
  if (changes && owned.strategy == OwnershipStrategy::escrow) {
    found.push_back({"event_store.upgrade_at", "escrow counts what is stored, in the words in which it is stored"});
  }
  if (!keeps && store.snapshot_schema == SnapshotSchema::any) {
    found.push_back({"event_store.snapshot_schema", "there are no snapshots without snapshot_every"});
  }
  if (!changes && !store.upcasters) {
    found.push_back({"event_store.upcasters", "there are no old events without upgrade_at"});
  }
}

void check_queue(const Design& design, std::vector<PublicationConflict>& found) {
  const CommandQueueDesign& queue = design.command_queue;
  const OwnershipStrategy strategy = design.ownership.strategy;
  const bool partitioned =
      strategy == OwnershipStrategy::partitioned_queue || strategy == OwnershipStrategy::partition_and_lock;
  if (partitioned && queue.sessions) {
    found.push_back({"command_queue.sessions", "a queue of partitions keeps a stream's commands in order already"});
  }
  if (partitioned && !queue.priorities.empty()) {
    found.push_back({"command_queue.priorities", "a partition keeps the order of its commands"});
  }
  if (strategy == OwnershipStrategy::reliable_inbox) {
    CommandQueueDesign plain;
    plain.handlers = queue.handlers;
    plain.visibility_timeout = queue.visibility_timeout;
    plain.dead_letter_after = queue.dead_letter_after;
    plain.scale = queue.scale;
    if (queue != plain) {
      found.push_back({"command_queue", "a reliable_inbox is a stream of the store: there is no queue to choose for"});
    }
  }
  if (queue.sessions && !queue.priorities.empty()) {
    found.push_back({"command_queue.priorities", "a session keeps the order of its commands, whatever their priority"});
  }
}

}  // namespace

std::vector<PublicationConflict> conflicts_of(const Design& design) {
  std::vector<PublicationConflict> found;
  const PublicationDesign& publication = design.publication;
  if (!publication.ranges.empty() && (publication.method != PublicationMethod::store_subscription ||
                                      publication.subscription != SubscriptionKind::ranges)) {
    found.push_back({"publication.ranges", "only a store_subscription of ranges has them"});
  }
  if (publication.method == PublicationMethod::log_is_truth && publication.compaction &&
      publication.compact_after >= publication.retention) {
    found.push_back({"publication.compact_after", "by then retention has taken the events out of the log"});
  }
  const bool transacted = publication.method == PublicationMethod::two_phase_commit;
  const EventStoreDesign& store = design.event_store;
  if (store.database == DatabasePlace::file && store.backend != StoreBackend::sqlite) {
    found.push_back({"event_store.database", "only a sqlite backend has a database"});
  }
  if (transacted && (store.isolation == IsolationLevel::serializable || store.partitions != 0 ||
                     store.batch_limit != 0)) {
    const char* key = store.partitions != 0 ? "partitions" : store.batch_limit != 0 ? "batch_limit" : "isolation";
    found.push_back({std::string("event_store.") + key, "a coordinator's appends are checked by their versions alone"});
  }
  if (store.sync == AppendSync::after_answer && transacted) {
    found.push_back({"event_store.sync", "a store that promises to commit must have it on disk"});
  }
  if (transacted && design.event_store.position == PositionTime::at_insert) {
    found.push_back({"event_store.position", "a coordinator holds the store from its promise to the decision, so "
                                             "nothing else can be committed between"});
  }
  if (design.publication.method == PublicationMethod::dual_write &&
      design.ownership.strategy == OwnershipStrategy::reliable_inbox) {
    found.push_back({"publication.method", "all that a reliable_inbox does is one append: it sends events to nobody"});
  }
  check_queue(design, found);
  check_history(design, found);
  for (const auto& [name, consumer] : design.consumers) {
    const Case here{design, name, consumer};
    for (const Rule& rule : rules()) {
      if (rule.broken(here)) found.push_back({"consumers." + name + "." + rule.key, rule.reason(here)});
    }
  }
  return found;
}

bool keeps_order(const Design& design, const ConsumerDesign& consumer) {
  return Case{design, "", consumer}.keeps_order();
}

bool claims_once(const Design& design, const ConsumerDesign& consumer) {
  const Case here{design, "", consumer};
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
