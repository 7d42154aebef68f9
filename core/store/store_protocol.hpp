// What is said between the event store and those who read it or append to it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"
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
  std::vector<StreamRead> reads{};
  std::vector<CategoryRead> sets{};
  CRISPER_FIELDS(command, correlation, parts, generation, commutes, reads, sets)
};

struct EventsAppended {
  CRISPER_BODY(EventsAppended);
  std::vector<StreamVersion> heads;  ///< of each part's stream
  CRISPER_FIELDS(heads)
};

/// The same, where the store is asked to say what it recorded: to services that publish it themselves.
struct EventsRecorded {
  CRISPER_BODY(EventsRecorded);
  EventsAppended appended;
  std::vector<Payload> events;  ///< RecordedEvents
  CRISPER_FIELDS(appended, events)
};

struct AppendRefused {
  CRISPER_BODY(AppendRefused);
  AppendError error{};
  CRISPER_FIELDS(error)
};

struct ReadStream {
  CRISPER_BODY(ReadStream);
  StreamId stream;
  StreamVersion after;
  CommandId command;  ///< the answer says whether its events are stored
  /// Zero: nobody is fenced off. Showing the token only when writing would be too late: the owner before could still
  /// write between this read and that write.
  FencingToken token{};
  CRISPER_FIELDS(stream, after, command, token)
};

/// Answered with StoredCommand: whose append won, and what it said.
struct FindCommand {
  CRISPER_BODY(FindCommand);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// The version that a stream has, zero where there is none.
StreamVersion head_of(const EventStore& store, StreamId stream);
/// The head of each part's stream after these have been recorded.
EventsAppended heads_of(const std::vector<StreamAppend>& parts, const std::vector<Payload>& recorded);

}  // namespace crisper
