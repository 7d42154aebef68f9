// Coordinator: makes an append and its effects on every read side one transaction, in two phases: all say that they
// can, then all do. Presumed abort: what it has no record of was not committed.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/message/request_filter.hpp"
#include "core/runtime/context.hpp"
#include "core/subscription/transaction.hpp"

namespace crisper {

struct CoordinatorOptions {
  ProcessId event_store;
  std::shared_ptr<const std::vector<ProcessId>> read_sides;
  Duration ask_again{};    ///< how often those are asked who have not voted
  Duration vote_within{};  ///< from the beginning to the last yes; then it aborts
  Duration repeat{};       ///< how often a decision is told to those who have not said that it is done
};

/// Answers AppendEvents as the store would, but only when every read side has taken the effect. One transaction at a
/// time; a read side that doesn't answer holds up all others. Its decisions are durable before they are told. The store
/// hears of a commit last, so that nobody finds there what a view doesn't show yet. A caller has one place in the
/// queue for each command: who asks again takes that of what it has given up.
class Coordinator final : public Process {
 public:
  explicit Coordinator(CoordinatorOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  enum class Phase : std::uint8_t { idle, asking_store, asking_read_sides, telling_read_sides, telling_store };

  void enqueue(Context& context, const Envelope& envelope);
  void begin_next(Context& context);
  /// Says this to each of them, again and again, until all have answered or the next phase begins.
  void enter(Context& context, Phase phase, Payload message, std::set<ProcessId> whom);
  void on_append_vote(Context& context, const AppendVote& vote);
  Task<> on_events_vote(Context& context, ProcessId from);
  Task<> commit(Context& context);
  void abort(Context& context, const Payload& answer);
  void tell_read_sides(Context& context);
  void on_settled(Context& context, ProcessId from);
  void on_ask(Context& context, const Envelope& envelope, TransactionId transaction) const;
  void on_tick(Context& context);
  void remind(Context& context) const;
  bool is_asking() const { return phase_ == Phase::asking_store || phase_ == Phase::asking_read_sides; }
  std::set<ProcessId> read_sides() const { return {options_.read_sides->begin(), options_.read_sides->end()}; }

  CoordinatorOptions options_;
  RequestFilter callers_;
  std::deque<Envelope> waiting_;  ///< AppendEvents requests
  Phase phase_ = Phase::idle;
  TransactionId latest_;  ///< no number up to here is given out again
  TransactionId current_;
  SimTime vote_until_{};             ///< of the current one
  std::optional<Envelope> request_;  ///< of the current one; none after a restart: its service has given up
  Payload answer_;                   ///< for it, once all is done
  Payload message_;                  ///< of this phase
  std::set<ProcessId> pending_;      ///< who has not answered it yet
};

}  // namespace crisper
