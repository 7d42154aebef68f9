// EventStoreProcess: an EventStore that others can reach by messages.
#pragma once

#include <functional>
#include <memory>

#include "core/command/outbox.hpp"
#include "core/log/distributor.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"
#include "core/store/event_store_design.hpp"
#include "core/store/store_desk.hpp"
#include "core/store/store_feed.hpp"

namespace crisper {

using EventStoreFactory = std::function<std::unique_ptr<EventStore>()>;

struct EventStoreProcessOptions {
  EventStoreFactory store;
  EventStoreDesign design{};
  ProcessId outbox_to{};             ///< whom the rows of its outbox are for
  bool answers_with_events = false;  ///< appends are answered with EventsRecorded
  /// Consumers take their events from here: what is appended is published by that.
  bool is_source = false;
  DistributorFactory distributor{};  ///< where a source does more than answer ReadFeed
  StoreDeskFactory desk{};           ///< where a way of publishing has something of its own there
};

class OpenTransactions;

/// Answers AppendEvents, ReadStream (with a StreamSlice, or AppendRefused where its token is stale), FindCommand,
/// ReadFeed, FetchOutbox (entries are RecordedEvents; their sequence is their global position), and what its desk
/// answers. An append is answered when it is on disk. Who reads what is in doubt at the desk has its answer after the
/// decision. Must be sequential, also where transactions overlap: these are open between turns.
class EventStoreProcess final : public Process, private TransactedStore {
 public:
  explicit EventStoreProcess(EventStoreProcessOptions options);
  ~EventStoreProcess() override;
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  /// Numbers the append now and commits it later.
  Task<> open(Context& context, const Envelope& envelope);
  Task<> close(Context& context, std::int64_t ticket);
  Duration commit_latency(Context& context) const;
  /// What the design's transactions may not do, if this one does it, or that it was decided before this generation.
  std::optional<AppendError> inadmissible(const AppendEvents& request) const override;
  AppendRequest request_of(const AppendEvents& request, ProcessId writer, SimTime now) const override;
  /// `first`: of positions that were given out before; empty: it goes to the end.
  Task<> append(Context& context, const Envelope& envelope, std::optional<GlobalPosition> first);
  Task<Result<std::vector<Payload>, AppendError>> make_durable(Context& context, const AppendRequest& request) override;
  void answer(Context& context, const Envelope& envelope, std::vector<Payload> recorded);
  void refuse(Context& context, const Envelope& envelope, AppendError error);
  std::vector<Observation> what_becomes_true(const std::vector<Payload>& events, ProcessId writer) const;

  /// Answers ReadStream or FindCommand, now or after the decision.
  void read_or_wait(Context& context, const Envelope& envelope, StreamId stream, CommandId command);
  void answer_who_waited(Context& context);
  void read(Context& context, const Envelope& envelope, const ReadStream& request);
  void read_feed(Context& context, const Envelope& envelope, const ReadFeed& request);
  void fetch_outbox(Context& context, const Envelope& envelope, const FetchOutbox& request);
  /// More may be readable than before.
  void look_at_feed(Context& context);

  EventStoreProcessOptions options_;
  std::unique_ptr<EventStore> store_;
  StoreFeed feed_;
  std::unique_ptr<Distributor> distributor_;
  std::unique_ptr<StoreDesk> desk_;
  std::unique_ptr<OpenTransactions> open_;
  std::vector<Envelope> readers_;  ///< waiting for a decision; one place for each
  SimTime look_planned_at_ = sim_never;
  std::uint64_t generation_ = 0;
  bool damaged_ = false;  ///< its file isn't what it wrote
};

}  // namespace crisper
