// `design.ownership:`, who may change a state.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
FormatPtr<OwnershipDesign> ownership_format() {
  auto record = new_record<OwnershipDesign>();
  record
      ->field("strategy", &OwnershipDesign::strategy,
              choice<OwnershipStrategy>("an ownership strategy"), "who may change a state")
      .field("lease", &OwnershipDesign::lease, positive_duration(),
             "what isn't renewed or given back by then is free again: a lock, a session, partitions, an actor's stream")
      .applies(when::leases())
      .field("holder_clock", &OwnershipDesign::holder_clock, clock_kind(),
             "by which a holder counts what is left of its lock, session or stream")
      .applies(when::counted_leases())
      .field("taker_clock", &OwnershipDesign::taker_clock, clock_kind(),
             "by which the lock service, the queue or the registry takes back what has run out")
      .applies(when::leases())
      .field("fencing", &OwnershipDesign::fencing, on_or_off(),
             "the store refuses an owner whose lease has since passed on")
      .applies(when::leases())
      .field("wait", &OwnershipDesign::wait, positive_duration(), "how long a handler waits for a lock")
      .applies(when::waits())
      .field("deadlock", &OwnershipDesign::deadlock,
             choice<DeadlockPolicy>("a deadlock policy"),
             "what keeps commands that need several locks from waiting in a circle")
      .applies(when::locks())
      .field("on_wait_timeout", &OwnershipDesign::on_wait_timeout,
             choice<WaitTimeout>("what to do without a lock"),
             "what a handler does that didn't get one in time")
      .applies(when::locks())
      .field("replicas", &OwnershipDesign::replicas, at_least_one(9), "processes of the lock service")
      .applies(when::lease_replicas())
      .field("replication", &OwnershipDesign::replication,
             choice<Replication>("a way to replicate"),
             "when the followers of the lock service learn of a lock")
      .applies(when::several_replicas())
      .field("failover", &OwnershipDesign::failover, positive_duration(),
             "a follower that hasn't heard of a leader for so long begins to lead")
      .applies(when::several_replicas())
      .field("session_watch", &OwnershipDesign::session_watch, on_or_off(),
             "a holder stops when its session is over by its own clock; off: it never looks")
      .applies(when::lease_replicas())
      .field("idle", &OwnershipDesign::idle, positive_duration(),
             "an actor that nobody asks for leaves after so long")
      .applies(when::actors())
      .field("unreachable", &OwnershipDesign::unreachable,
             choice<UnreachableActor>("what to do about an actor out of reach"),
             "what the registry does about an actor that doesn't answer")
      .applies(when::actors())
      .field("turns", &OwnershipDesign::turns,
             choice<TurnPolicy>("a turn policy"),
             "whether an actor begins a command while another of its commands waits")
      .applies(when::actors())
      .field("retries", &OwnershipDesign::retries, small_number({.least = 0, .most = 1'000}),
             "how often a loser decides again at once")
      .applies(when::decides_again())
      .field("backoff", &OwnershipDesign::backoff, duration(),
             "the wait before the first of these; doubles, with jitter")
      .applies(when::decides_again())
      .field("on_conflict", &OwnershipDesign::on_conflict,
             choice<OnConflict>("what to do about a conflict"),
             "what a service does whose stream has moved on since it decided")
      .applies(when::merges())
      .field("partitions", &OwnershipDesign::partitions, at_least_one(4096),
             "streams are hashed to so many partitions")
      .applies(when::partitioned())
      .field("group_size", &OwnershipDesign::group_size, at_least_one(10'000),
             "handlers that share their partitions")
      .applies(when::groups())
      .field("quota", &OwnershipDesign::quota,
             choice<QuotaMemory>("a quota's memory"),
             "what a crash leaves of a handler's share of the stock")
      .applies(when::escrow())
      .field("quota_size", &OwnershipDesign::quota_size, at_least_one(1'000'000),
             "how much a handler borrows at a time, where there is so much")
      .applies(when::escrow())
      .field("state_from", &OwnershipDesign::state_from,
             choice<StateSource>("what a service decides on"),
             "where a service has the states from that it decides on")
      .field("hold_until", &OwnershipDesign::hold_until,
             choice<HoldUntil>("how long a state is held"),
             "when a service gives a state back")
      .field("published_within", &OwnershipDesign::published_within, positive_duration(),
             "it waits no longer than this, nor beyond its lease; then it gives the state back")
      .applies(when::held_until_back());
  return record;
}

}  // namespace crisper::sim
