// Disk: what a process keeps over a crash. An append-only journal of records; a record is durable once a sync that
// began after it has returned.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/message/payload.hpp"

namespace crisper {

enum class DiskError : std::uint8_t {
  io_error,  ///< the device failed; whether the records are durable is unknown
  full,      ///< no room; the unsynced records are gone
};

class Disk {
 public:
  virtual ~Disk() = default;

  /// Writes a record at the end; volatile until synced. What a crash keeps of unsynced records is a fault's choice.
  virtual void append(Payload record) = 0;

  /// All records, oldest first: after a restart, those that survived.
  virtual std::span<const Payload> records() const = 0;

  /// Replaces the whole journal by these records in one step that a crash can't split (write beside, sync, rename):
  /// until the next sync returns, a crash leaves the old journal.
  virtual void rewrite(std::vector<Payload> records) = 0;
};

}  // namespace crisper
