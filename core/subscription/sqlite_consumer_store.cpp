#include "core/subscription/sqlite_consumer_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/assert.hpp"
#include "core/runtime/durably.hpp"
#include "core/store/sqlite_word.hpp"

namespace crisper {
namespace {

/// Journal record: one commit, so that a crash can't split it. Its changes are bytes: rows of each kind in turn.
struct StoredChanges {
  CRISPER_BODY(StoredChanges);
  std::int64_t commit = 0;  ///< numbered within the journal
  std::vector<RowChanged> rows;
  std::vector<EventSeen> seen;
  std::vector<CheckpointReached> checkpoints;
  CRISPER_FIELDS(commit, rows, seen, checkpoints)
};

/// Journal record: that commit, just before, failed; its record may be there or not.
struct StoredChangesWithdrawn {
  CRISPER_BODY(StoredChangesWithdrawn);
  std::int64_t commit = 0;
  CRISPER_FIELDS(commit)
};

constexpr const char* consumer_schema = R"sql(
DROP TABLE IF EXISTS row; DROP TABLE IF EXISTS seen; DROP TABLE IF EXISTS checkpoint;
CREATE TABLE row(part INTEGER, item INTEGER, value INTEGER NOT NULL, PRIMARY KEY(part, item)) WITHOUT ROWID;
CREATE TABLE seen(number INTEGER PRIMARY KEY, event INTEGER NOT NULL UNIQUE, at INTEGER NOT NULL);
CREATE TABLE checkpoint(one INTEGER PRIMARY KEY CHECK(one = 1), through INTEGER NOT NULL);
)sql";

std::int64_t as_signed(std::uint64_t word) { return static_cast<std::int64_t>(word); }

StoredChanges sorted_out(std::int64_t commit, const std::vector<Payload>& changes) {
  StoredChanges stored{.commit = commit, .rows = {}, .seen = {}, .checkpoints = {}};
  for (const Payload& change : changes) {
    if (const auto* row = change.as<RowChanged>()) stored.rows.push_back(*row);
    if (const auto* seen = change.as<EventSeen>()) stored.seen.push_back(*seen);
    if (const auto* checkpoint = change.as<CheckpointReached>()) stored.checkpoints.push_back(*checkpoint);
  }
  return stored;
}

}  // namespace

/// All members throw SQLite::Exception, which a database in memory does when there is no memory left.
class SqliteConsumerStore::Tables {
 public:
  explicit Tables(const std::string& name) : database_(name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    database_.exec(consumer_schema);
  }

  void apply(const StoredChanges& changes) {
    SQLite::Transaction transaction(database_);
    SQLite::Statement row(database_, "INSERT OR REPLACE INTO row VALUES (?,?,?)");
    for (const RowChanged& each : changes.rows) {
      run(row, as_signed(each.row.part), as_signed(each.row.item), each.value);
    }
    // Replacing puts it at the end, where the inbox looks for what it saw last.
    SQLite::Statement seen(database_, "INSERT OR REPLACE INTO seen(event, at) VALUES (?,?)");
    for (const EventSeen& each : changes.seen) run(seen, as_signed(each.event.value), to_ns(each.at));
    SQLite::Statement checkpoint(database_, "INSERT OR REPLACE INTO checkpoint VALUES (1,?)");
    for (const CheckpointReached& each : changes.checkpoints) run(checkpoint, each.through.value);
    transaction.commit();
    last_commit = changes.commit;
  }

  void hand_back(const std::function<void(const Payload&)>& restore) {
    SQLite::Statement row(database_, "SELECT part, item, value FROM row ORDER BY part, item");
    while (row.executeStep()) {
      restore(Payload::of(RowChanged{.row = {.part = word(row.getColumn(0)), .item = word(row.getColumn(1))},
                                     .value = row.getColumn(2).getInt64()}));
    }
    SQLite::Statement seen(database_, "SELECT event, at FROM seen ORDER BY number");
    while (seen.executeStep()) {
      restore(Payload::of(EventSeen{.event = EventId{word(seen.getColumn(0))},
                                    .at = SimTime(Duration(seen.getColumn(1).getInt64()))}));
    }
    SQLite::Statement checkpoint(database_, "SELECT through FROM checkpoint");
    while (checkpoint.executeStep()) {
      restore(Payload::of(CheckpointReached{.through = LogOffset{checkpoint.getColumn(0).getInt64()}}));
    }
  }

  std::int64_t last_commit = 0;

 private:
  template <class... Numbers>
  static void run(SQLite::Statement& statement, Numbers... numbers) {
    int place = 0;
    (statement.bind(++place, static_cast<std::int64_t>(numbers)), ...);
    statement.exec();
    statement.reset();
  }

  SQLite::Database database_;
};

SqliteConsumerStore::SqliteConsumerStore(std::string database) : database_(std::move(database)) {}
SqliteConsumerStore::~SqliteConsumerStore() = default;

void SqliteConsumerStore::recover(Context& context, const std::function<void(const Payload&)>& restore) {
  tables_ = std::make_unique<Tables>(database_);
  const StoredChanges* latest = nullptr;  // not applied before it is known that it was not withdrawn
  const auto apply_latest = [&] {
    if (latest) tables_->apply(*latest);
    latest = nullptr;
  };
  for (const Payload& record : context.disk().records()) {
    if (const auto* changes = record.as<StoredChanges>()) {
      apply_latest();
      latest = changes;
    } else if (const auto* withdrawn = record.as<StoredChangesWithdrawn>()) {
      if (latest && latest->commit == withdrawn->commit) latest = nullptr;
    }
  }
  apply_latest();
  tables_->hand_back(restore);
}

void SqliteConsumerStore::stage(Payload change) {
  CRISPER_ASSERT(change.as<RowChanged>() || change.as<EventSeen>() || change.as<CheckpointReached>(),
                 "a SQLite consumer store keeps rows, seen events and checkpoints");
  staged_.push_back(std::move(change));
}

Task<Result<void, DiskError>> SqliteConsumerStore::commit(Context& context,
                                                          std::span<const Observation> once_durable) {
  const StoredChanges changes = sorted_out(tables_->last_commit + 1, staged_);
  context.disk().append(Payload::of(changes));
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  if (synced) {
    tables_->apply(changes);
    staged_.clear();
  } else {
    context.disk().append(Payload::of(StoredChangesWithdrawn{.commit = changes.commit}));
  }
  co_return synced;
}

}  // namespace crisper
