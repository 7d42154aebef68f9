// StreamVersions: the last event of each stream that took its effect here. A consumer that looks at them ignores what
// is no newer, and needs no inbox for that.
#pragma once

#include <map>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/recorded_event.hpp"

namespace crisper {

/// Journal record: this is the last event of its stream that took its effect.
struct VersionReached {
  CRISPER_BODY(VersionReached);
  StreamId stream;
  StreamVersion version;
  CRISPER_FIELDS(stream, version)
};

class StreamVersions {
 public:
  /// False where the record is not its own.
  bool restore(const Payload& change) {
    const auto* reached = change.as<VersionReached>();
    if (reached) last_[reached->stream] = reached->version;
    return reached != nullptr;
  }
  void snapshot(std::vector<Payload>& records) const {
    for (const auto& [stream, version] : last_) {
      records.push_back(Payload::of(VersionReached{.stream = stream, .version = version}));
    }
  }

  bool is_newer(const RecordedEvent& event) const {
    const auto last = last_.find(event.stream);
    return last == last_.end() || event.version > last->second;
  }
  /// The record that must become durable with the event's effect.
  VersionReached reach(const RecordedEvent& event) {
    last_[event.stream] = event.version;
    return {.stream = event.stream, .version = event.version};
  }

 private:
  std::map<StreamId, StreamVersion> last_;
};

}  // namespace crisper
