// JournalDisk: the simulated disk of one process. Knows which records a crash would keep.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
  void write_block(Payload record, TornForm torn) override;
  std::span<const Payload> records() const override { return journals_.back().records; }
  void rewrite(std::vector<Payload> records) override;

  /// What a sync that begins now will make durable.
  struct Mark {
    std::uint64_t journal = 0;
    std::size_t length = 0;
    std::uint64_t losses = 0;  ///< how often unsynced records had been lost until then
  };
  Mark mark() const { return Mark{journals_.back().number, journals_.back().records.size(), losses_}; }
  /// False where what it marks was lost since.
  bool holds(Mark mark) const { return mark.losses == losses_ || is_durable(mark); }
  void make_durable(Mark mark);
  bool is_durable(Mark mark) const;

  /// What was not durable is gone, without a crash: there was no room.
  void lose_unsynced();

  /// What a crash leaves beyond what was synced. Empty: nothing.
  struct CrashChoice {
    std::optional<std::uint64_t> keeps{};  ///< some of it, as follows from this draw
    std::optional<std::uint64_t> tears{};  ///< the first write that it loses, in half
  };
  struct Wreck {
    std::vector<std::size_t> kept;             ///< places of unsynced records in the oldest journal
    std::optional<std::size_t> torn{};         ///< the record that is kept in half, or not to be read
    std::uint64_t torn_draw = 0;
    std::size_t whole = 0;                     ///< everything before this place is kept
    std::size_t kept_unsynced() const { return kept.size(); }
  };
  Wreck foresee(const CrashChoice& choice) const;
  /// Whether everything that a sync at this mark would have covered is in the wreck.
  bool survives(Mark mark, const Wreck& wreck) const;
  /// Forgets what the wreck doesn't hold; returns how many records that were. A rewrite that was not synced never
  /// happened.
  std::size_t crash(const Wreck& wreck);
  std::size_t crash() { return crash(foresee({})); }

 private:
  struct Journal {
    std::uint64_t number = 0;
    std::vector<Payload> records;
    std::size_t durable = 0;                 ///< a prefix of the records
    std::map<std::size_t, TornForm> blocks{};  ///< the places of those that needn't stay in order
  };
  /// The places after `first` that may be kept or lost each for itself.
  static std::size_t end_of_group(const Journal& journal, std::size_t first);

  std::vector<Journal> journals_;  ///< never empty; rarely more than one
  std::uint64_t losses_ = 0;
};

}  // namespace crisper::sim
