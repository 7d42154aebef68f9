// EventStoreProcess: an EventStore that others can reach by messages.
#pragma once

#include <functional>
#include <memory>

#include "core/log/distributor.hpp"
#include "core/message/waiting_requests.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/kind_costs.hpp"
#include "core/store/event_store.hpp"
#include "core/store/event_store_design.hpp"
#include "core/store/open_transactions.hpp"
#include "core/store/store_desk.hpp"
#include "core/store/store_feed.hpp"

namespace crisper {

using EventStoreFactory = std::function<std::unique_ptr<EventStore>()>;

struct EventStoreProcessOptions {
  EventStoreFactory store;
  EventStoreDesign design{};
  StepCosts costs{};
  bool answers_with_events = false;  ///< appends are answered with EventsRecorded
  /// Consumers take their events from here: what is appended is published by that.
  bool is_source = false;
  DistributorFactory distributor{};  ///< where a source does more than answer ReadFeed
  StoreDeskFactory desk{};           ///< where a way of publishing has something of its own there
};

/// Answers AppendEvents, ReadStream (with a StreamSlice, or AppendRefused where its token is stale), FindCommand,
/// ReadFeed, and what its desk answers. An append is answered when it is on disk. Who reads what is in doubt at the
/// desk has its answer after the decision. Must be sequential, also where transactions overlap: these are open between
/// turns.
class EventStoreProcess final : public Process, private TransactedStore {
 public:
  explicit EventStoreProcess(EventStoreProcessOptions options);
  ~EventStoreProcess() override;
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  Task<> on_append(Context& context, const Envelope& envelope);
  /// `first`: of positions that were given out before; empty: it goes to the end.
  Task<> append(Context& context, const Envelope& envelope, std::optional<GlobalPosition> first);
  /// What the design's transactions may not do, if this one does it, or that it was decided before this generation.
  std::optional<AppendError> inadmissible(const AppendEvents& request) const override;
  AppendRequest request_of(const AppendEvents& request, ProcessId writer, SimTime now) const override;
  Task<Result<std::vector<Payload>, AppendError>> make_durable(Context& context, const AppendRequest& request) override;
  void answer(Context& context, const Envelope& envelope, std::vector<Payload> recorded);
  void refuse(Context& context, const Envelope& envelope, AppendError error);
  Duration commit_latency(Context& context) const;
  /// Processor time, as the design has it for each append and for each of its events.
  Duration cost_of(Context& context, const AppendEvents& request) const;

  /// Numbers the append now and commits it later.
  void open(Context& context, const Envelope& envelope);
  Task<> close(Context& context, std::int64_t ticket);

  /// Answers ReadStream or FindCommand, now or after the decision.
  void read_or_wait(Context& context, const Envelope& envelope, StreamId stream, CommandId command);
  void answer_who_waited(Context& context);
  void read(Context& context, const Envelope& envelope, const ReadStream& request);
  StoredCommand find(Context& context, CommandId command) const;
  /// Whether readers see what is open.
  bool shows_uncommitted() const { return options_.design.isolation == IsolationLevel::read_uncommitted; }
  /// What the commits of open transactions would add to this stream, and whether one has the reader's own command.
  void add_uncommitted(Context& context, const ReadStream& request, StreamSlice& slice) const;
  /// As its commit would record them.
  std::vector<Payload> events_of(Context& context, const OpenTransactions::Transaction& open) const;
  void read_feed(Context& context, const Envelope& envelope, const ReadFeed& request);
  /// More may be readable than before.
  void look_at_feed(Context& context);

  EventStoreProcessOptions options_;
  std::unique_ptr<EventStore> store_;
  StoreFeed feed_;
  std::unique_ptr<Distributor> distributor_;
  std::unique_ptr<StoreDesk> desk_;
  std::unique_ptr<OpenTransactions> open_;
  WaitingRequests readers_;  ///< for a decision
  SimTime look_planned_at_ = sim_never;
  std::uint64_t generation_ = 0;
  bool damaged_ = false;  ///< its file isn't what it wrote
};

}  // namespace crisper
