// Outbox: messages that must leave, written in the same transaction as the state that made them necessary. Used by the
// command store, the event store and process managers; a Relay empties it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"
#include "core/observe/audit.hpp"

namespace crisper {

struct OutboxEntry {
  std::int64_t sequence = 0;  ///< from 1, in the order of writing
  ProcessId destination;
  Payload item;
  friend bool operator==(const OutboxEntry&, const OutboxEntry&) = default;
  CRISPER_FIELDS(sequence, destination, item)
};

/// Relay to owner: "all up to here are with their receivers; give me the next". The answer is an OutboxBatch.
struct FetchOutbox {
  CRISPER_BODY(FetchOutbox);
  std::uint32_t limit = 0;
  std::int64_t published_through = 0;
  CRISPER_FIELDS(limit, published_through)
};

struct OutboxBatch {
  CRISPER_BODY(OutboxBatch);
  std::vector<OutboxEntry> entries;
  CRISPER_FIELDS(entries)
};

/// The volatile picture of an outbox. Its owner makes additions and marks durable and repeats them after a restart.
class Outbox {
 public:
  const OutboxEntry& add(ProcessId destination, Payload item) {
    return entries_.emplace_back(OutboxEntry{++last_, destination, std::move(item)});
  }
  /// An addition found written down; repeated ones are ignored.
  void restore(const OutboxEntry& entry) {
    if (entry.sequence <= last_) return;
    last_ = entry.sequence;
    entries_.push_back(entry);
  }
  /// A mark found written down: nothing up to there will be asked for, whether or not its additions were found.
  void restore_mark(std::int64_t published_through) {
    mark(published_through);
    last_ = std::max(last_, published_through);
  }
  /// True where the mark moved: the owner then writes it down.
  bool mark(std::int64_t published_through) {
    bool moved = false;
    while (!entries_.empty() && entries_.front().sequence <= published_through) {
      entries_.pop_front();
      moved = true;
    }
    return moved;
  }
  OutboxBatch fetch(std::uint32_t limit) const {
    OutboxBatch batch;
    for (const OutboxEntry& entry : entries_) {
      if (batch.entries.size() == limit) break;
      batch.entries.push_back(entry);
    }
    return batch;
  }
  std::size_t size() const { return entries_.size(); }
  std::int64_t last_sequence() const { return last_; }
  const std::deque<OutboxEntry>& entries() const { return entries_; }
  void inspect(Audit& audit) const {
    for (const OutboxEntry& entry : entries_) {
      audit.take({.kind = AuditKind::outbox_row,
                  .peer = entry.destination,
                  .a = entry.sequence,
                  .payload = entry.item});
    }
    audit.take({.kind = AuditKind::outbox_end, .a = last_, .b = static_cast<std::int64_t>(entries_.size())});
  }

 private:
  std::deque<OutboxEntry> entries_;
  std::int64_t last_ = 0;
};

}  // namespace crisper
