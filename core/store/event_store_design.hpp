// EventStoreDesign: what a design may choose about the event store: what it promises, and what its readers see.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper {

enum class StoreBackend : std::uint8_t { memory, sqlite };

/// Where a SQLite store has its database.
enum class DatabasePlace : std::uint8_t {
  memory,  ///< in memory, made anew from the journal on the simulated disk
  file,    ///< in a file on the simulated disk, block by block, with SQLite's own journal and recovery
};

/// Whether an append is answered before it is safe.
enum class AppendSync : std::uint8_t {
  before_answer,  ///< it is on disk by then
  after_answer,   ///< it is written, and synced afterwards: a crash between takes back what was acknowledged
};

/// Whether an append must name the version it was decided on.
enum class AppendCheck : std::uint8_t {
  exact,  ///< optimistic concurrency: refused when the stream has moved on
  any,    ///< whatever is there: safe only while ownership really holds
};

/// When an event gets its place in the order of all events.
enum class PositionTime : std::uint8_t {
  at_commit,  ///< appends are committed one by one, and numbered then
  at_insert,  ///< a sequence numbers them first; transactions then commit in any order, or never
};

/// What readers of the store make of a position that they don't see.
enum class GapDetection : std::uint8_t {
  none,        ///< nothing: they pass it, and what is committed there later is never read
  high_water,  ///< they wait for it, for `gap_timeout`; then they take it for dead
  wait,        ///< they wait for it without end: a position that was rolled back stops them
  exact,       ///< the store tells them which transactions are open: they wait for these and for nothing else
};

/// What a transaction is kept from seeing, or from doing on what it saw.
enum class IsolationLevel : std::uint8_t {
  read_committed,   ///< each read sees what is committed then; nothing is checked afterwards
  repeatable_read,  ///< what it writes must be as it was when it read it
  serializable,     ///< and so must all else that it read
};

/// Which snapshots a service takes for a state.
enum class SnapshotSchema : std::uint8_t {
  exact,  ///< those of its own schema; else the whole stream is read
  any,    ///< whatever is there
};

struct EventStoreDesign {
  StoreBackend backend = StoreBackend::memory;
  DatabasePlace database = DatabasePlace::memory;
  AppendSync sync = AppendSync::before_answer;
  AppendCheck append = AppendCheck::exact;
  PositionTime position = PositionTime::at_commit;
  Duration commit_min{};  ///< how long a transaction takes from its insert to its commit
  Duration commit_max{};
  IsolationLevel isolation = IsolationLevel::repeatable_read;
  std::uint32_t partitions = 0;   ///< streams are hashed to so many; a transaction is of one. Zero: of any streams
  std::uint32_t batch_limit = 0;  ///< events in one transaction; zero: any number
  GapDetection gaps = GapDetection::exact;
  Duration gap_timeout = std::chrono::seconds(1);
  std::uint32_t snapshot_every = 0;  ///< events of a stream; zero: its state is never kept as a snapshot
  SnapshotSchema snapshot_schema = SnapshotSchema::exact;
  Duration upgrade_at{};  ///< until then all processes are of the release before, and write in its schema
  bool upcasters = true;  ///< the release of today knows what the one before wrote
  friend bool operator==(const EventStoreDesign&, const EventStoreDesign&) = default;
};

}  // namespace crisper
