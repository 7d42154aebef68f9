#include "core/subscription/progress.hpp"

#include <algorithm>

#include "core/subscription/consumer_store.hpp"

namespace crisper {

bool Progress::restore(const Payload& change) {
  if (const auto* reached = change.as<CheckpointReached>()) {
    checkpoint_ = std::max(checkpoint_, reached->through);
  } else if (const auto* handled = change.as<EventHandled>()) {
    note_handled(handled->offset, handled->after);
  } else {
    return false;
  }
  return true;
}

void Progress::snapshot(std::vector<Payload>& records) const {
  records.push_back(Payload::of(CheckpointReached{.through = checkpoint_}));
  for (const auto& [offset, after] : ahead_) {
    records.push_back(Payload::of(EventHandled{.offset = offset, .after = after}));
  }
}

void Progress::note_handled(LogOffset offset, LogOffset after) {
  if (offset <= checkpoint_) return;
  ahead_.emplace(offset, after);
  while (!ahead_.empty() && ahead_.begin()->second <= checkpoint_) {
    checkpoint_ = std::max(checkpoint_, ahead_.begin()->first);
    ahead_.erase(ahead_.begin());
  }
}

std::optional<Payload> Progress::save() {
  if (checkpoint_ == saved_) return std::nullopt;
  saved_ = checkpoint_;
  return Payload::of(CheckpointReached{.through = checkpoint_});
}

void Progress::inspect(Audit& audit) const {
  audit.take({.kind = AuditKind::position, .a = checkpoint_.value, .b = saved_.value});
}

}  // namespace crisper
