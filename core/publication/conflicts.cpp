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

}  // namespace

std::vector<PublicationConflict> conflicts_of(const Design& design) {
  std::vector<PublicationConflict> found;
  const PublicationDesign& publication = design.publication;
  const std::string method(entry_of(publication.method).name);
  const bool transacted = publication.method == PublicationMethod::two_phase_commit;
  if (transacted && design.event_store.position == PositionTime::at_insert) {
    found.push_back({"event_store.position", "a coordinator holds the store from its promise to the decision, so "
                                             "nothing else can be committed between"});
  }
  if (publication.method == PublicationMethod::dual_write &&
      design.ownership.strategy == OwnershipStrategy::reliable_inbox) {
    found.push_back({"publication.method", "all that a reliable_inbox does is one append: it sends events to nobody"});
  }
  for (const auto& [name, consumer] : design.consumers) {
    const std::string key = "consumers." + name;
    if (consumer.nodes > 1 && !shares(publication)) {
      found.push_back({key + ".nodes", method + " sends a consumer's events to one place; its nodes can share a "
                                                "log_subscription, what a push_grid sends, or a store_subscription "
                                                "(round_robin, pinned)"});
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
