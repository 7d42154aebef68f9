// What somebody may mean, and what doesn't do what other choices seem to promise.
#include "core/design/rules/design_rule.hpp"

namespace crisper {
namespace {

bool has_locks(const DesignCase& c) { return c.strategy().keeps_out_by == KeepsOutBy::locks; }
bool has_replicas(const DesignCase& c) { return c.is(OwnershipStrategy::lease) && c.owned().replicas > 1; }

/// A relay that marks rows by their place.
bool sweeps(const DesignCase& c) {
  const bool claims = c.publication().claim != OutboxClaim::none || c.publication().notify;
  return (c.is(PublicationMethod::outbox) && !claims) || c.is(PublicationMethod::push_grid) ||
         c.is(PublicationMethod::log_subscription);
}

}  // namespace

DesignRules design_rules::doubts() {
  return {
      {"ownership.on_wait_timeout",
       [](const DesignCase& c) { return has_locks(c) && c.owned().on_wait_timeout == WaitTimeout::go_on; },
       since("a handler that gets no lock works without: it has no token either, so fencing can't stop it")},
      {"ownership.wait",
       [](const DesignCase& c) {
         return has_locks(c) && !c.is(OwnershipStrategy::lease) && c.owned().wait > c.owned().lease;
       },
       [](const DesignCase& c) {
         return to_text(c.owned().wait) + " is longer than a lease (" + to_text(c.owned().lease) +
                "), which a holder counts from when it asked: who has waited so long has lost the lock when it gets it";
       }},
      {"ownership.replicas",
       [](const DesignCase& c) {
         return c.is(OwnershipStrategy::lease) && c.owned().replication == Replication::synchronous &&
                c.owned().replicas % 2 == 0;
       },
       [](const DesignCase& c) {
         return std::to_string(c.owned().replicas) + " replicas bear no more crashes than " +
                std::to_string(c.owned().replicas - 1) + ": a majority must be up";
       }},
      {"ownership.replication",
       [](const DesignCase& c) {
         return has_replicas(c) && c.owned().replication == Replication::asynchronous && !c.owned().fencing;
       },
       since("a failover may grant a lock again, and without fencing nothing stops the first holder")},
      {"ownership.published_within",
       [](const DesignCase& c) {
         return c.owned().hold_until == HoldUntil::published_back && c.owned().published_within >= c.owned().lease;
       },
       [](const DesignCase& c) {
         return to_text(c.owned().published_within) + " is no shorter than a lease (" + to_text(c.owned().lease) +
                "): a state is lost while it waits for its events";
       }},
      {"ownership.state_from",
       [](const DesignCase& c) {
         const bool stale =
             c.owned().state_from == StateSource::own_events && c.owned().hold_until == HoldUntil::appended;
         return stale && c.design.event_store.append == AppendCheck::any && !c.is(OwnershipStrategy::optimistic);
       },
       since("between an append and its coming back others decide without it: nothing holds them back (hold_until: "
             "published_back), and the store takes whatever is appended")},
      {"event_store.isolation",
       [](const DesignCase& c) {
         return c.is(OwnershipStrategy::optimistic) && !looks_at_versions(c.design.event_store.isolation);
       },
       since("below repeatable_read the store looks at no version, and optimistic keeps nobody out otherwise: two "
             "decide on the same state")},
      // A store that numbers rows before it knows which are committed.
      {"event_store.position",
       [](const DesignCase& c) { return c.design.event_store.position == PositionTime::at_insert && sweeps(c); },
       since("at_insert lets a row be committed below others that are published, and the relay of this method marks "
             "all up to the highest as published: such an event is lost (an outbox with a claim marks rows one by "
             "one)")},
  };
}

}  // namespace crisper
