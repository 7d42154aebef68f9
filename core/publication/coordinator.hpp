// Coordinator: makes an append and its effects on every read side one transaction, in two phases: all say that they
// can, then all do. Presumed abort: what it has no record of was not committed.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/publication/transaction.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct CoordinatorOptions {
  ProcessId event_store;
  std::shared_ptr<const std::vector<ProcessId>> read_sides;
  Duration vote_within{};  ///< from the beginning to the last yes; then it aborts
  Duration repeat{};       ///< how often a decision is told to those who have not said that it is done
};

/// Answers AppendEvents as the store would, but only when every read side has taken the effect. One transaction at a
/// time; a read side that doesn't answer holds up all others. Its decisions are durable before they are told.
class Coordinator final : public Process {
 public:
  explicit Coordinator(CoordinatorOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  enum class Phase : std::uint8_t { idle, asking_store, asking_read_sides, telling };

  void begin_next(Context& context);
  void on_append_vote(Context& context, const AppendVote& vote);
  Task<> on_events_vote(Context& context, ProcessId from);
  Task<> commit(Context& context);
  void abort(Context& context, const Payload& answer);
  void tell(Context& context, bool commit, const std::set<ProcessId>& whom) const;
  void on_decided(Context& context, ProcessId from);
  void on_ask(Context& context, const Envelope& envelope, TransactionId transaction) const;
  std::set<ProcessId> everybody() const;

  CoordinatorOptions options_;
  std::deque<Envelope> waiting_;  ///< AppendEvents requests
  Phase phase_ = Phase::idle;
  TransactionId current_;
  std::optional<Envelope> request_;  ///< of the current one; none after a restart: its service has given up
  Payload answer_;                   ///< for it, once all is done
  std::set<ProcessId> pending_;      ///< who has not answered yet
};

}  // namespace crisper
