// EventStoreDesign: what a design may choose about the event store: what it promises, and what its readers see.
#pragma once

#include <cstdint>

#include "core/base/distribution.hpp"
#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

CRISPER_ENUM(StoreBackend,
             (memory, "a journal on the simulated disk"),
             (sqlite, "a real SQLite database"))

/// Where a SQLite store has its database.
CRISPER_ENUM(DatabasePlace,
             (memory, "in memory, made anew from the journal on the simulated disk"),
             (file, "in a file on the simulated disk, with SQLite's own journal and recovery"))

/// Whether an append is answered before it is safe.
CRISPER_ENUM(AppendSync,
             (before_answer, "what is acknowledged is on disk"),
             (after_answer, "a crash between answer and sync takes back what was acknowledged"))

/// Whether an append must name the version it was decided on.
CRISPER_ENUM(AppendCheck,
             (exact, "optimistic concurrency: refused when the stream has moved on"),
             (any, "whatever is there: safe only while ownership really holds"))

/// When an event gets its place in the order of all events.
CRISPER_ENUM(PositionTime,
             (at_commit, "appends are committed one by one, and numbered then"),
             (at_insert, "a sequence numbers them first; transactions then commit in any order, or never"))

/// What readers of the store make of a position that they don't see.
CRISPER_ENUM(GapDetection,
             (none, "readers pass it; what is committed there later is never read"),
             (high_water, "readers wait for `gap_timeout`, then take it for dead"),
             (wait, "readers wait without end: a position that was rolled back stops them"),
             (exact, "readers wait for transactions that are open, and for nothing else"))

/// What a transaction is kept from seeing, or from doing on what it saw.
CRISPER_ENUM(IsolationLevel,
             (read_uncommitted, "it also sees what open transactions write, which may never be committed"),
             (read_committed, "nothing is checked: another's change in between is overwritten"),
             (repeatable_read, "what a transaction writes must be as it was when it read it"),
             (serializable, "and so must all else that it read"))

/// Whether the store refuses an append to a stream that has moved on since the decision.
constexpr bool looks_at_versions(IsolationLevel level) { return level >= IsolationLevel::repeatable_read; }

/// Which snapshots a service takes for a state.
CRISPER_ENUM(SnapshotSchema,
             (exact, "those of its own schema; else it reads the whole stream"),
             (any, "whatever is there, as if it were of its own schema"))

struct EventStoreDesign {
  StoreBackend backend = StoreBackend::memory;
  DatabasePlace database = DatabasePlace::memory;
  AppendSync sync = AppendSync::before_answer;
  AppendCheck append = AppendCheck::exact;
  PositionTime position = PositionTime::at_commit;
  Distribution commit{};  ///< how long a transaction takes from its insert to its commit
  std::uint32_t connections = 0;  ///< at_insert: transactions that are open at once; zero: any number
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
