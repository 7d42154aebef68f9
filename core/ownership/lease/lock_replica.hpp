// LockReplica: one process of a lock service with sessions, in the manner of ZooKeeper, Chubby or etcd: locks last as
// long as their holder's session, which it keeps alive by heartbeats, and one replica of several leads.
// (Burrows, "The Chubby lock service for loosely-coupled distributed systems", OSDI 2006; Hunt et al., "ZooKeeper",
// USENIX ATC 2010.)
#pragma once

#include <deque>
#include <optional>

#include "core/message/request_filter.hpp"
#include "core/ownership/lease/lock_sessions.hpp"
#include "core/ownership/lease/replicated_journal.hpp"
#include "core/ownership/lock/lock_table.hpp"
#include "core/runtime/alarm.hpp"

namespace crisper {

struct LockReplicaOptions {
  LockTableOptions table;
  ReplicationOptions replication;
};

/// Answers OpenLockSession, RenewLockSession, AcquireInSession and ReleaseLock while it leads; NotTheLeader else. What
/// it says is on as many disks as its replication asks for before it says it. Tokens and session numbers have the
/// leader's epoch in their upper half, so those of a later leader are higher, whatever it has forgotten.
class LockReplica final : public Process {
 public:
  explicit LockReplica(LockReplicaOptions options);
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  /// What is said once the journal is confirmed so far.
  struct Held {
    std::uint64_t round = 0;
    SimTime since{};  ///< not later than the followers were told
    Envelope request;
    Payload answer;                           ///< empty: the grant says it
    std::optional<LockTable::Grant> grant{};
  };

  void serve(Context& context, const Envelope& envelope);
  void tick(Context& context);
  /// Begins or ceases to serve, as the journal leads or doesn't.
  void follow_leadership(Context& context);
  void hold(Envelope request, Payload answer);
  void hold_grants(Context& context);
  Task<> finish(Context& context);
  /// What could not be said within a failover's time is not said any more: after a pause another may lead, and have
  /// ended what was granted here.
  void say_confirmed(Context& context);
  LockTable new_table();
  SimTime lease_time(const Context& context) const { return context.time(options_.table.clock); }

  LockReplicaOptions options_;
  ReplicatedJournal journal_;
  Epoch serving_;  ///< the epoch in which it leads; zero: it doesn't
  LockTable table_;
  LockSessions sessions_;
  std::vector<Held> unsaid_;  ///< of this turn
  std::deque<Held> held_;     ///< told to the followers, not yet confirmed
  RequestFilter renewers_;
  Alarm alarm_;
};

}  // namespace crisper
