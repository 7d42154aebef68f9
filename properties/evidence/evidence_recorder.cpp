#include "properties/evidence/evidence_recorder.hpp"

#include "core/store/store_protocol.hpp"
#include "properties/evidence/narrate.hpp"

namespace crisper::properties {

bool EvidenceRecorder::may_prove(ObservationKind kind) {
  switch (kind) {
    case ObservationKind::message_sent:
    case ObservationKind::message_delivered:
    case ObservationKind::message_dropped:
    case ObservationKind::turn_ended: return false;
    default: return true;
  }
}

void EvidenceRecorder::observe(const Observation& observation, ObservationId id) {
  // Of the turns, only reads of a state prove anything.
  if (observation.kind == ObservationKind::turn_begun && !body_as<ReadStream>(observation.payload)) return;
  Kept kept{id, observation, Ref<Message>(observation.payload)};
  if (ring_.size() < kept_max_) return ring_.push_back(std::move(kept));
  ring_[oldest_] = std::move(kept);
  oldest_ = (oldest_ + 1) % ring_.size();
}

std::string EvidenceRecorder::words_of(ObservationId id) const {
  std::size_t low = 0;
  std::size_t high = ring_.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const Kept& kept = ring_[(oldest_ + middle) % ring_.size()];
    if (kept.id == id) {
      Observation whole = kept.observation;
      whole.payload = kept.payload.get();
      return narrate(whole, names_);
    }
    if (kept.id < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return {};
}

}  // namespace crisper::properties
