// What is said between those who have events to give (the log, the event store, a grid) and those who take them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"
#include "core/message/recorded_event.hpp"
#include "core/observe/audit.hpp"
#include "core/observe/observation.hpp"

namespace crisper {

/// A place in a source of events; zero is before the first event. In a log offsets count from 1 without a gap; where
/// the event store is the source they are global positions, which may have gaps.
using LogOffset = StrongId<struct LogOffsetTag, std::int64_t>;

/// Subscriber to source: send me what follows this offset. Answered with Subscribed; repeating it moves the cursor.
struct Subscribe {
  CRISPER_BODY(Subscribe);
  LogOffset after;
  CRISPER_FIELDS(after)
};

struct Subscribed {
  CRISPER_BODY(Subscribed);
  LogOffset head;
  CRISPER_FIELDS(head)
};

/// Subscriber to source (a cast; a lost one costs repetitions that nobody takes): send me nothing more.
struct Unsubscribe {
  CRISPER_BODY(Unsubscribe);
  CRISPER_FIELDS()
};

/// Source to one subscriber (a cast), and the answer to ReadFeed: events that follow each other in the source.
struct LogBatch {
  CRISPER_BODY(LogBatch);
  LogOffset first;              ///< one after the offset from which on there is nothing but these events
  std::vector<Payload> events;  ///< RecordedEvents
  CRISPER_FIELDS(first, events)
};

/// Subscriber to source (a cast): I need nothing up to here again. Cumulative: a lost one is mended by the next.
struct LogAcknowledge {
  CRISPER_BODY(LogAcknowledge);
  LogOffset through;
  CRISPER_FIELDS(through)
};

/// Consumer to source: a page of what follows this offset. Answered with a LogBatch, perhaps an empty one.
struct ReadFeed {
  CRISPER_BODY(ReadFeed);
  LogOffset after;
  std::uint32_t limit = 0;
  CRISPER_FIELDS(after, limit)
};

/// What an event's offset is.
enum class OffsetKind : std::uint8_t {
  place_in_log,  ///< batches count their events on from the first
  position,      ///< each event's own global position
};

/// One event at its place in its source.
struct LoggedEvent {
  LogOffset offset;
  LogOffset after;  ///< of the event before it: between the two there is nothing
  Payload event;    ///< a RecordedEvent
  const RecordedEvent& recorded() const { return *event.as<RecordedEvent>(); }
  friend bool operator==(const LoggedEvent&, const LoggedEvent&) = default;
  CRISPER_FIELDS(offset, after, event)
};

/// To a consumer, from whoever keeps its position for it: deal with these, in whichever order they come. A request or a
/// cast; answered with EventsHandled.
struct HandOver {
  CRISPER_BODY(HandOver);
  std::vector<LoggedEvent> events;
  CRISPER_FIELDS(events)
};

/// These needn't be handed over again, whoever had them: what was handed over, and what had been held for it. What is
/// missing among the former is not dealt with yet.
struct EventsHandled {
  CRISPER_BODY(EventsHandled);
  std::vector<LogOffset> offsets;
  CRISPER_FIELDS(offsets)
};

/// The events of a batch with their places.
inline std::vector<LoggedEvent> placed(OffsetKind kind, LogOffset first, const std::vector<Payload>& events) {
  std::vector<LoggedEvent> result;
  result.reserve(events.size());
  LogOffset after{first.value - 1};
  for (const Payload& event : events) {
    const LogOffset offset = kind == OffsetKind::position ? LogOffset{event.as<RecordedEvent>()->position.value}
                                                          : LogOffset{after.value + 1};
    result.push_back(LoggedEvent{.offset = offset, .after = after, .event = event});
    after = offset;
  }
  return result;
}

/// Whom an event is sent to.
struct Recipient {
  ProcessId consumer;
  ProcessId node{};  ///< of the consumer's; zero: the consumer itself
};

/// What a source says of an event that it sends.
inline Observation delivered(const LoggedEvent& event, Recipient to) {
  return {.kind = ObservationKind::event_delivered,
          .peer = to.consumer,
          .message = subject(event.recorded().id),
          .correlation = event.recorded().correlation,
          .stream = event.recorded().stream,
          .a = event.offset.value,
          .b = to.node.value != 0 ? to.node.value : to.consumer.value};
}

/// What a log says of an event that it has stored, once it is durable.
inline Observation published(const RecordedEvent& event, LogOffset offset) {
  return {.kind = ObservationKind::event_published,
          .message = subject(event.id),
          .correlation = event.correlation,
          .stream = event.stream,
          .a = offset.value,
          .b = event.position.value,
          .payload = event.body.get()};
}

/// What a log says of an event that it has, when it is asked what it holds.
inline AuditEntry logged(LogOffset offset, const Payload& event) {
  const auto* recorded = event.as<RecordedEvent>();
  return {.kind = AuditKind::event_logged,
          .message = subject(recorded->id),
          .stream = recorded->stream,
          .a = offset.value,
          .b = recorded->position.value,
          .payload = event};
}

}  // namespace crisper
