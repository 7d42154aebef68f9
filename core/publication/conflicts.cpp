// What can't be published as a design says: switches that don't work together, and why.
#include "core/publication/method.hpp"

namespace crisper {
namespace {

/// Whether events are handed over one by one, so that a consumer's nodes can share them.
bool shares(const PublicationDesign& publication) {
  return publication.method == PublicationMethod::push_grid ||
         publication.method == PublicationMethod::log_subscription ||
         (publication.method == PublicationMethod::store_subscription &&
          publication.subscription != SubscriptionKind::catch_up);
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
  const std::string method(entry_of(publication.method).name);
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
  if (publication.method == PublicationMethod::dual_write &&
      design.ownership.strategy == OwnershipStrategy::reliable_inbox) {
    found.push_back({"publication.method", "all that a reliable_inbox does is one append: it sends events to nobody"});
  }
  check_queue(design, found);
  for (const auto& [name, consumer] : design.consumers) {
    const std::string key = "consumers." + name;
    if (consumer.nodes > 1 && !shares(publication)) {
      found.push_back({key + ".nodes", method + " sends a consumer's events to one place; its nodes can share a "
                                                "log_subscription, what a push_grid sends, or a store_subscription "
                                                "(round_robin, pinned, ranges)"});
    }
    const bool awaited = design.respond.view.empty() || design.respond.view == name;
    if (design.respond.when == RespondWhen::projected && awaited && !consumer.inbox) {
      found.push_back({key + ".inbox", "clients that wait until it shows their events need it to know which events "
                                       "it has had"});
    }
    const PoisonPolicy then = consumer.failures.then;
    if (consumer.view == StoreBackend::sqlite && (then == PoisonPolicy::park || then == PoisonPolicy::park_key)) {
      found.push_back({key + ".view", "a SQLite view has no place for dead letters"});
    }
    if (consumer.view == StoreBackend::sqlite && transacted) {
      found.push_back({key + ".view", "a SQLite view has no place for what was promised and not yet decided"});
    }
    if (transacted && consumer.checkpoint != CheckpointMode::transactional) {
      found.push_back({key + ".checkpoint", "a read side of a two_phase_commit takes its effects in one write with "
                                            "the decision"});
    }
    if (consumer.view == StoreBackend::sqlite && shares(publication)) {
      found.push_back({key + ".view", "a SQLite view keeps one position, not which events were handed over out of "
                                      "their order"});
    }
  }
  return found;
}

}  // namespace crisper
