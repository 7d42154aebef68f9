// `design.event_store:`, where events become durable.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/distribution_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {

FormatPtr<EventStoreDesign> event_store_format() {
  auto record = new_record<EventStoreDesign>();
  record->field("backend", &EventStoreDesign::backend, choice<StoreBackend>("a store"), "where events are kept")
      .field("database", &EventStoreDesign::database,
             choice<DatabasePlace>("a place for a database"),
             "sqlite: where its pages are")
      .field("sync", &EventStoreDesign::sync,
             choice<AppendSync>("a moment to sync"),
             "when an append is made safe; after_answer: a SQLite file has no barriers either")
      .field("append", &EventStoreDesign::append,
             choice<AppendCheck>("a version check"),
             "whether an append must name the version it was decided on")
      .applies(when::versions_checked())
      .field("position", &EventStoreDesign::position,
             choice<PositionTime>("a time to number events"),
             "when an event gets its place in the order of all events")
      .field("commit", &EventStoreDesign::commit, distribution(),
             "how long a transaction takes from its insert to its commit")
      .applies(when::own_commit())
      .field("connections", &EventStoreDesign::connections, small_number({.least = 0, .most = 1'000'000}),
             "transactions that are open at once; who finds none free waits in line; 0: any number")
      .applies(when::open_transactions())
      .field("gaps", &EventStoreDesign::gaps,
             choice<GapDetection>("a way to deal with gaps"),
             "what readers of the whole store make of a position that they don't see")
      .applies(when::positions_at_insert())
      .field("isolation", &EventStoreDesign::isolation,
             choice<IsolationLevel>("an isolation level"),
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
             choice<SnapshotSchema>("a check of snapshots"),
             "which snapshots a service takes for a state")
      .field("upgrade_at", &EventStoreDesign::upgrade_at, duration(),
             "until then all processes are of the release before, which writes events and snapshots in an older "
             "schema; 0s: there is none")
      .field("upcasters", &EventStoreDesign::upcasters, on_or_off(),
             "today's release reads what the one before wrote; off: it doesn't know such events");
  return record;
}

}  // namespace crisper::sim
