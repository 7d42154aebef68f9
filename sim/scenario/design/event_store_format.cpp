// `design.event_store:`, where events become durable.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {

FormatPtr<EventStoreDesign> event_store_format() {
  auto record = new_record<EventStoreDesign>();
  record->field("backend", &EventStoreDesign::backend, store_backend(), "where events are kept")
      .field("database", &EventStoreDesign::database,
             choice<DatabasePlace>(
                 "a place for a database",
                 {{DatabasePlace::memory, "memory", "in memory, made anew from the journal on the simulated disk"},
                  {DatabasePlace::file, "file",
                   "in a file on the simulated disk, with SQLite's own journal and recovery"}}),
             "sqlite: where its pages are")
      .field("sync", &EventStoreDesign::sync,
             choice<AppendSync>("a moment to sync",
                                {{AppendSync::before_answer, "before_answer", "what is acknowledged is on disk"},
                                 {AppendSync::after_answer, "after_answer",
                                  "a crash between answer and sync takes back what was acknowledged"}}),
             "when an append is made safe; after_answer: a SQLite file has no barriers either")
      .field("append", &EventStoreDesign::append,
             choice<AppendCheck>(
                 "a version check",
                 {{AppendCheck::exact, "exact", "optimistic concurrency: refused when the stream has moved on"},
                  {AppendCheck::any, "any", "whatever is there: safe only while ownership really holds"}}),
             "whether an append must name the version it was decided on")
      .applies(when::versions_checked())
      .field("position", &EventStoreDesign::position,
             choice<PositionTime>(
                 "a time to number events",
                 {{PositionTime::at_commit, "at_commit", "appends are committed one by one, and numbered then"},
                  {PositionTime::at_insert, "at_insert",
                   "a sequence numbers them first; transactions then commit in any order, or never"}}),
             "when an event gets its place in the order of all events")
      .field<DurationRange>(
          "commit",
          [](const EventStoreDesign& d) {
            return DurationRange{d.commit_min, d.commit_max};
          },
          [](EventStoreDesign& d, DurationRange range) {
            d.commit_min = range.low;
            d.commit_max = range.high;
          },
          duration_range(), "how long a transaction takes from its insert to its commit")
      .applies(when::own_commit())
      .field("gaps", &EventStoreDesign::gaps,
             choice<GapDetection>(
                 "a way to deal with gaps",
                 {{GapDetection::none, "none", "readers pass it; what is committed there later is never read"},
                  {GapDetection::high_water, "high_water", "readers wait for `gap_timeout`, then take it for dead"},
                  {GapDetection::wait, "wait", "readers wait without end: a position that was rolled back stops them"},
                  {GapDetection::exact, "exact", "readers wait for transactions that are open, and for nothing else"}}),
             "what readers of the whole store make of a position that they don't see")
      .applies(when::positions_at_insert())
      .field("isolation", &EventStoreDesign::isolation,
             choice<IsolationLevel>(
                 "an isolation level",
                 {{IsolationLevel::read_committed, "read_committed",
                   "nothing is checked: another's change in between is overwritten"},
                  {IsolationLevel::repeatable_read, "repeatable_read",
                   "what a transaction writes must be as it was when it read it"},
                  {IsolationLevel::serializable, "serializable", "and so must all else that it read"}}),
             "what a transaction is kept from doing on what it read")
      .field("partitions", &EventStoreDesign::partitions, small_number({.least = 0, .most = 65'536}),
             "table storage: streams are hashed to so many, and a transaction is of one; 0: of any streams")
      .field("batch_limit", &EventStoreDesign::batch_limit, small_number({.least = 0, .most = 1'000'000}),
             "table storage: events in one transaction; 0: any number")
      .field("gap_timeout", &EventStoreDesign::gap_timeout, positive_duration(),
             "how old the event behind a gap must be")
      .applies(when::old_gaps())
      .field("snapshot_every", &EventStoreDesign::snapshot_every, small_number({.least = 0, .most = 1'000'000'000}),
             "events of a stream after which a service keeps a snapshot of its state; 0: never")
      .field("snapshot_schema", &EventStoreDesign::snapshot_schema,
             choice<SnapshotSchema>(
                 "a check of snapshots",
                 {{SnapshotSchema::exact, "exact", "those of its own schema; else it reads the whole stream"},
                  {SnapshotSchema::any, "any", "whatever is there, as if it were of its own schema"}}),
             "which snapshots a service takes for a state")
      .field("upgrade_at", &EventStoreDesign::upgrade_at, duration(),
             "until then all processes are of the release before, which writes events and snapshots in an older "
             "schema; 0s: there is none")
      .field("upcasters", &EventStoreDesign::upcasters, on_or_off(),
             "today's release reads what the one before wrote; off: it doesn't know such events");
  return record;
}

}  // namespace crisper::sim
