#include "core/store/store_protocol.hpp"

namespace crisper {

StreamVersion head_of(const EventStore& store, StreamId stream) {
  constexpr StreamVersion none_after{INT64_MAX};
  return store.read(stream, none_after, {}).head;
}

EventsAppended heads_of(const std::vector<StreamAppend>& parts, const std::vector<Payload>& recorded) {
  EventsAppended appended;
  std::size_t last = 0;
  for (const StreamAppend& part : parts) {
    last += part.events.size();
    appended.heads.push_back(recorded[last - 1].as<RecordedEvent>()->version);
  }
  return appended;
}

}  // namespace crisper
