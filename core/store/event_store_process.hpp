// EventStoreProcess: an EventStore that others can reach by messages.
#pragma once

#include <functional>
#include <memory>

#include "core/command/outbox.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

/// What handlers ask of the store.
struct AppendEvents {
  CRISPER_BODY(AppendEvents);
  StreamId stream;
  std::optional<StreamVersion> expected;
  FencingToken token;
  CommandId command;
  CorrelationId correlation;
  std::vector<Payload> events;
  static constexpr auto fields = std::tuple{field("stream", &AppendEvents::stream),
                                            field("expected", &AppendEvents::expected),
                                            field("token", &AppendEvents::token),
                                            field("command", &AppendEvents::command),
                                            field("correlation", &AppendEvents::correlation),
                                            field("events", &AppendEvents::events)};
};

struct EventsAppended {
  CRISPER_BODY(EventsAppended);
  StreamVersion head;
  static constexpr auto fields = std::tuple{field("head", &EventsAppended::head)};
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
  static constexpr auto fields = std::tuple{field("stream", &ReadStream::stream), field("after", &ReadStream::after),
                                            field("command", &ReadStream::command)};
};

using EventStoreFactory = std::function<std::unique_ptr<EventStore>()>;

/// Answers AppendEvents, ReadStream and FetchOutbox (entries are RecordedEvents for the event log; their sequence is
/// their global position). An append is answered when it is on disk.
class EventStoreProcess final : public Process {
 public:
  EventStoreProcess(EventStoreFactory factory, ProcessId event_log) : store_(factory()), event_log_(event_log) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  Task<> append(Context& context, const Envelope& envelope, const AppendEvents& request);

  std::unique_ptr<EventStore> store_;
  ProcessId event_log_;
};

}  // namespace crisper
