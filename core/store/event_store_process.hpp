// EventStoreProcess: an EventStore that others can reach by messages.
#pragma once

#include <functional>
#include <memory>

#include "core/command/outbox.hpp"
#include "core/design/design.hpp"
#include "core/log/distributor.hpp"
#include "core/publication/outbox_desk.hpp"
#include "core/publication/store_participant.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"
#include "core/store/store_feed.hpp"

namespace crisper {

/// What services ask of the store: one transaction, as AppendRequest tells.
struct AppendEvents {
  CRISPER_BODY(AppendEvents);
  CommandId command;
  CorrelationId correlation;
  std::vector<StreamAppend> parts;
  /// Of the store when the decision's states were read; zero where no token was shown then. A store that has restarted
  /// since has forgotten who was about to decide, so the decision must be made anew.
  std::uint64_t generation = 0;
  bool commutes = false;  ///< claims that its events mean the same whatever others append meanwhile
  std::vector<StreamRead> reads{};
  std::vector<CategoryRead> sets{};
  static constexpr auto fields =
      field_list(field("command", &AppendEvents::command),   field("correlation", &AppendEvents::correlation),
                 field("parts", &AppendEvents::parts),       field("generation", &AppendEvents::generation),
                 field("commutes", &AppendEvents::commutes), field("reads", &AppendEvents::reads),
                 field("sets", &AppendEvents::sets));
};

struct EventsAppended {
  CRISPER_BODY(EventsAppended);
  std::vector<StreamVersion> heads;  ///< of each part's stream
  static constexpr auto fields = field_list(field("heads", &EventsAppended::heads));
};

/// The same, where the store is asked to say what it recorded: to services that publish it themselves.
struct EventsRecorded {
  CRISPER_BODY(EventsRecorded);
  EventsAppended appended;
  std::vector<Payload> events;  ///< RecordedEvents
  static constexpr auto fields =
      field_list(field("appended", &EventsRecorded::appended), field("events", &EventsRecorded::events));
};

struct AppendRefused {
  CRISPER_BODY(AppendRefused);
  AppendError error{};
  static constexpr auto fields = field_list(field("error", &AppendRefused::error));
};

struct ReadStream {
  CRISPER_BODY(ReadStream);
  StreamId stream;
  StreamVersion after;
  CommandId command;  ///< the answer says whether its events are stored
  /// Zero: nobody is fenced off. Showing the token only when writing would be too late: the owner before could still
  /// write between this read and that write.
  FencingToken token{};
  static constexpr auto fields = field_list(field("stream", &ReadStream::stream), field("after", &ReadStream::after),
                                            field("command", &ReadStream::command), field("token", &ReadStream::token));
};

/// Answered with StoredCommand: whose append won, and what it said.
struct FindCommand {
  CRISPER_BODY(FindCommand);
  CommandId command;
  static constexpr auto fields = field_list(field("command", &FindCommand::command));
};

/// The version that a stream has, zero where there is none.
StreamVersion head_of(const EventStore& store, StreamId stream);
/// The head of each part's stream after these have been recorded.
EventsAppended heads_of(const std::vector<StreamAppend>& parts, const std::vector<Payload>& recorded);

using EventStoreFactory = std::function<std::unique_ptr<EventStore>()>;

struct EventStoreProcessOptions {
  EventStoreFactory store;
  EventStoreDesign design{};
  ProcessId outbox_to{};             ///< whom the rows of its outbox are for
  bool answers_with_events = false;  ///< appends are answered with EventsRecorded
  /// Consumers take their events from here: what is appended is published by that.
  bool is_source = false;
  bool takes_part = false;           ///< appends come from the coordinator of a two-phase commit
  DistributorFactory distributor{};  ///< where a source does more than answer ReadFeed
};

class OpenTransactions;

/// Answers AppendEvents, ReadStream (with a StreamSlice, or AppendRefused where its token is stale), FindCommand,
/// ReadFeed, FetchOutbox and ClaimOutbox (entries are RecordedEvents; their sequence is their global position). An
/// append is answered when it is on disk. Who reads what a two-phase commit has left in doubt has its answer after the
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
  OutboxDesk outbox_;
  std::unique_ptr<OpenTransactions> open_;
  StoreParticipant participant_;
  std::vector<Envelope> readers_;  ///< waiting for a decision; one place for each
  SimTime look_planned_at_ = sim_never;
  std::uint64_t generation_ = 0;
  bool damaged_ = false;  ///< its file isn't what it wrote
};

}  // namespace crisper
