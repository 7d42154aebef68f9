#include "core/store/store_observed.hpp"

namespace crisper {

std::vector<Observation> appended_observed(const std::vector<Payload>& events, ProcessId writer, bool published) {
  std::vector<Observation> observations;
  for (const Payload& event : events) {
    const auto* recorded = event.as<RecordedEvent>();
    observations.push_back({.kind = ObservationKind::event_appended,
                            .peer = writer,
                            .message = subject(recorded->id),
                            .correlation = recorded->correlation,
                            .stream = recorded->stream,
                            .a = recorded->version.value,
                            .b = recorded->position.value,
                            .payload = recorded->body.get()});
    if (!published) continue;
    observations.push_back(observations.back());
    observations.back().kind = ObservationKind::event_published;
    observations.back().peer = {};
    observations.back().a = recorded->position.value;
  }
  return observations;
}

Observation refused_observed(const AppendEvents& append, ProcessId writer, AppendError error, const EventStore& store) {
  const StreamId first = append.parts.front().stream;
  return {.kind = ObservationKind::append_refused,
          .peer = writer,
          .message = subject(append.command),
          .stream = first,
          .a = static_cast<std::int64_t>(error),
          .b = head_of(store, first).value};
}

void inspect_events(const EventStore& store, Audit& audit) {
  constexpr std::uint32_t page = 1024;
  GlobalPosition after;
  for (std::vector<Payload> events = store.read_all(after, page); !events.empty();
       events = store.read_all(after, page)) {
    for (const Payload& event : events) {
      const auto* recorded = event.as<RecordedEvent>();
      audit.take({.kind = AuditKind::event_stored,
                  .message = subject(recorded->id),
                  .stream = recorded->stream,
                  .a = recorded->version.value,
                  .b = recorded->position.value,
                  .payload = event});
    }
    after = events.back().as<RecordedEvent>()->position;
  }
}

}  // namespace crisper
