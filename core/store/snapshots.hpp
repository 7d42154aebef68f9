// Snapshots: folded states kept beside their streams, so that a reader folds the tail only. A snapshot is a cache: what
// can't be trusted is not used, and then the whole stream is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/message/recorded_event.hpp"

namespace crisper {

/// A state after so many events, in the shape of one schema.
struct Snapshot {
  CRISPER_BODY(Snapshot);
  StreamId stream;
  StreamVersion version;     ///< at least one
  EventId last;              ///< the event of that version: another in its place means another history
  std::uint32_t schema = 0;  ///< of the state's shape, and of what its fold means
  Payload state;
  CRISPER_FIELDS(stream, version, last, schema, state)

  /// What to read the stream after to have the tail, and before it the event that the snapshot ends with: a store may
  /// have lost that since, and put another there.
  StreamVersion read_after() const { return StreamVersion{version.value - 1}; }
  /// Whether the RecordedEvents after that are of the history that it was folded from.
  bool is_of(const std::vector<Payload>& events) const {
    return !events.empty() && events.front().as<RecordedEvent>()->id == last;
  }
};

/// The latest of each stream.
class Snapshots {
 public:
  /// False where a later one of its schema is there already.
  bool keep(const Snapshot& snapshot) {
    const Snapshot* known = find(snapshot.stream);
    if (known && known->schema == snapshot.schema && known->version >= snapshot.version) return false;
    latest_[snapshot.stream] = snapshot;
    return true;
  }
  const Snapshot* find(StreamId stream) const {
    const auto found = latest_.find(stream);
    return found == latest_.end() ? nullptr : &found->second;
  }
  std::vector<Payload> all() const {
    std::vector<Payload> all;
    for (const auto& [stream, snapshot] : latest_) all.push_back(Payload::of(snapshot));
    return all;
  }
  std::size_t size() const { return latest_.size(); }

 private:
  std::map<StreamId, Snapshot> latest_;
};

}  // namespace crisper
