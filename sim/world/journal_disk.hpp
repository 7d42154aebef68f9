// JournalDisk: the simulated disk of one process. Knows which records a crash would keep.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "core/runtime/disk.hpp"

namespace crisper::sim {

/// A rewrite begins a new journal beside the old one. The oldest journal kept is the one that a crash would leave; it
/// goes when a sync that covers a newer one returns.
class JournalDisk final : public Disk {
 public:
  JournalDisk() { journals_.emplace_back(); }

  void append(Payload record) override { journals_.back().records.push_back(std::move(record)); }
  std::span<const Payload> records() const override { return journals_.back().records; }
  void rewrite(std::vector<Payload> records) override {
    journals_.push_back(Journal{.number = journals_.back().number + 1, .records = std::move(records)});
  }

  /// What a sync that begins now will make durable.
  struct Mark {
    std::uint64_t journal = 0;
    std::size_t length = 0;
  };
  bool dirty() const { return journals_.size() > 1 || journals_.front().durable < journals_.front().records.size(); }
  Mark mark() const { return Mark{journals_.back().number, journals_.back().records.size()}; }
  void make_durable(Mark mark) {
    if (mark.journal < journals_.front().number) return;  // a later sync has overtaken this one
    while (journals_.front().number < mark.journal) journals_.pop_front();
    journals_.front().durable = std::max(journals_.front().durable, mark.length);
  }

  /// Forgets what was not durable; returns how many records that were. A rewrite that was not synced never happened.
  std::size_t crash() {
    const Journal& newest = journals_.back();
    const std::size_t lost = newest.records.size() - newest.durable;
    journals_.resize(1);
    journals_.front().records.resize(journals_.front().durable);
    return lost;
  }

 private:
  struct Journal {
    std::uint64_t number = 0;
    std::vector<Payload> records;
    std::size_t durable = 0;  ///< a prefix of the records
  };
  std::deque<Journal> journals_;  ///< never empty
};

}  // namespace crisper::sim
