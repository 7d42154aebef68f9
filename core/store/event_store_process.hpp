// EventStoreProcess: an EventStore that others can reach by messages.
#pragma once

#include <functional>
#include <memory>

#include "core/command/outbox.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"

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
  static constexpr auto fields =
      std::tuple{field("command", &AppendEvents::command), field("correlation", &AppendEvents::correlation),
                 field("parts", &AppendEvents::parts), field("generation", &AppendEvents::generation),
                 field("commutes", &AppendEvents::commutes)};
};

struct EventsAppended {
  CRISPER_BODY(EventsAppended);
  std::vector<StreamVersion> heads;  ///< of each part's stream
  static constexpr auto fields = std::tuple{field("heads", &EventsAppended::heads)};
};

struct AppendRefused {
  CRISPER_BODY(AppendRefused);
  AppendError error{};
  static constexpr auto fields = std::tuple{field("error", &AppendRefused::error)};
};

struct ReadStream {
  CRISPER_BODY(ReadStream);
  StreamId stream;
  StreamVersion after;
  CommandId command;  ///< the answer says whether its events are stored
  /// Zero: nobody is fenced off. Showing the token only when writing would be too late: the owner before could still
  /// write between this read and that write.
  FencingToken token{};
  static constexpr auto fields =
      std::tuple{field("stream", &ReadStream::stream), field("after", &ReadStream::after),
                 field("command", &ReadStream::command), field("token", &ReadStream::token)};
};

/// Answered with StoredCommand: whose append won, and what it said.
struct FindCommand {
  CRISPER_BODY(FindCommand);
  CommandId command;
  static constexpr auto fields = std::tuple{field("command", &FindCommand::command)};
};

using EventStoreFactory = std::function<std::unique_ptr<EventStore>()>;

/// Answers AppendEvents, ReadStream (with a StreamSlice, or AppendRefused where its token is stale), FindCommand and
/// FetchOutbox (entries are RecordedEvents for the event log; their sequence is their global position). An append is
/// answered when it is on disk.
class EventStoreProcess final : public Process {
 public:
  EventStoreProcess(EventStoreFactory factory, ProcessId event_log) : store_(factory()), event_log_(event_log) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  Task<> append(Context& context, const Envelope& envelope, const AppendEvents& request);

  void read(Context& context, const Envelope& envelope, const ReadStream& request);

  std::unique_ptr<EventStore> store_;
  ProcessId event_log_;
  std::uint64_t generation_ = 0;
};

}  // namespace crisper
