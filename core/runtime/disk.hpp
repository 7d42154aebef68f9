// Disk: what a process keeps over a crash. An append-only journal of records; a record is durable once a sync that
// began after it has returned.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/message/payload.hpp"

namespace crisper {

enum class DiskError : std::uint8_t {
  io_error,  ///< the device failed; the unsynced records are still written, and a later sync may make them durable
  full,      ///< no room; the unsynced records are gone
};

/// What is left of a block whose writing a crash cut short; `draw` says how much.
using TornForm = Payload (*)(const Payload& record, std::uint64_t draw);

class Disk {
 public:
  virtual ~Disk() = default;

  /// Writes a record at the end; volatile until synced. What a crash keeps of unsynced records is a fault's choice.
  virtual void append(Payload record) = 0;

  /// Writes a block of a file: a crash may keep it without other blocks written since the last append(), and may keep
  /// half of it; never without what was appended before.
  virtual void write_block(Payload record, TornForm torn) = 0;

  /// All records, oldest first: after a restart, those that survived.
  virtual std::span<const Payload> records() const = 0;

  /// Replaces the whole journal by these records in one step that a crash can't split (write beside, sync, rename):
  /// until the next sync returns, a crash leaves the old journal.
  virtual void rewrite(std::vector<Payload> records) = 0;
};

}  // namespace crisper
