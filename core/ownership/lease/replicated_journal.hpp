// ReplicatedJournal: the journal of a service that lives in several processes, one of which leads. A primary with
// backups whose leader is changed by majority, as in Viewstamped Replication (Oki and Liskov, PODC 1988; Liskov and
// Cowling, MIT-CSAIL-TR-2012-021), kept small by sending a new leader's whole journal: it holds little.
//
// Who leads: a replica that has not heard of a leader for `failover`, and half of that more for each place that it
// stands behind the first, claims leadership under an epoch of its own. Synchronous: it needs a majority, goes on from
// the best journal among them, and answers nobody before a majority has what it says. Asynchronous: it asks nobody and
// goes on from what it has, which may lack what a leader before it has said.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/ownership/lease/replication_messages.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct ReplicationOptions {
  std::shared_ptr<const std::vector<ProcessId>> replicas;  ///< this process is one of them
  bool synchronous = true;
  Duration failover{};
};

/// For one process with sequential turns.
class ReplicatedJournal {
 public:
  explicit ReplicatedJournal(ReplicationOptions options) : options_(std::move(options)) {}

  /// In the process's first turn. The first replica leads at once where nothing was ever written; one that is alone
  /// always does.
  Task<> start(Context& context);
  /// A message between replicas; others are none of its business.
  Task<> receive(Context& context, const Envelope& envelope);
  /// To be asked at next_tick(): claims leadership, or sends a sign of life.
  Task<> tick(Context& context);
  SimTime next_tick() const { return next_tick_; }

  /// The epoch in which this replica leads; zero: it doesn't.
  Epoch leads() const { return leading_ ? promised_ : Epoch{}; }
  /// Who leads as far as is known here; zero: nobody.
  ProcessId leader() const { return leader_; }
  /// All that was written and still matters, in order.
  std::vector<Payload> records() const;

  /// Of the leader: volatile until commit() returns.
  void write(Payload record) { unsynced_.push_back(std::move(record)); }
  /// Makes it durable here and tells the followers. What was said up to here holds as soon as confirmed() reaches the
  /// number.
  Task<std::uint64_t> commit(Context& context);
  std::uint64_t confirmed() const;
  /// Keeps only these, once most others don't matter; they stand for all that was written.
  void compact(Context& context, std::vector<Payload> records);
  std::size_t size() const { return base_.size() + tail_.size(); }

 private:
  struct Follower {
    std::uint64_t round = 0;  ///< the last that it has answered; zero: none of this epoch
    std::int64_t through = 0;
  };

  std::size_t majority() const { return options_.replicas->size() / 2 + 1; }
  void recover(Context& context);
  Epoch next_epoch() const;
  Task<> claim(Context& context);
  Task<> lead(Context& context);
  void step_down(Epoch seen);
  void spread(Context& context);
  Task<> follow(Context& context, ProcessId leader, const Replicate& message);
  Task<> answer_claim(Context& context, ProcessId candidate, Epoch epoch);
  Task<> count_vote(Context& context, ProcessId voter, const LeadershipGranted& vote);
  void count_answer(Context& context, ProcessId follower, const Replicated& answer);
  /// Replaces all by these.
  Task<> install(Context& context, Epoch epoch, std::int64_t through, std::vector<Payload> records);
  Task<> append(Context& context, std::vector<Payload> records);
  void rewrite(Context& context) const;
  /// When this replica loses its patience, unless it hears of a leader.
  void wait_for_leader(Context& context);
  template <class Body>
  void tell_others(Context& context, const Body& body) const;

  ReplicationOptions options_;
  std::int64_t place_ = 0;
  Epoch promised_;       ///< nobody is followed in a lower one
  Epoch records_epoch_;  ///< of the leader that the records came from
  std::vector<Payload> base_;   ///< what stands for all records up to base_through_
  std::int64_t base_through_ = 0;
  std::vector<Payload> tail_;   ///< the records after it, one by one
  std::vector<Payload> unsynced_;
  ProcessId leader_;
  bool leading_ = false;
  bool claiming_ = false;
  std::set<ProcessId> voters_;
  LeadershipGranted best_;  ///< the best journal among the voters
  std::map<ProcessId, Follower> followers_;
  std::uint64_t round_ = 0;       ///< the last that was sent
  std::uint64_t base_round_ = 0;  ///< the first that told of the base: who has answered for none since gets it anew
  SimTime next_tick_ = sim_never;

  std::int64_t through() const { return base_through_ + static_cast<std::int64_t>(tail_.size()); }
};

}  // namespace crisper
