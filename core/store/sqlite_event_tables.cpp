#include "core/store/sqlite_event_tables.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"
#include "core/store/sqlite_word.hpp"

namespace crisper {
namespace {

constexpr const char* select_event =
    "SELECT position, stream, version, id, command, correlation, recorded_at, type, body, checksum FROM event ";

constexpr const char* schema = R"sql(
BEGIN;
CREATE TABLE IF NOT EXISTS event(
  position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, id INTEGER NOT NULL UNIQUE,
  command INTEGER NOT NULL, correlation INTEGER NOT NULL, recorded_at INTEGER NOT NULL, type TEXT NOT NULL,
  body BLOB NOT NULL, checksum INTEGER NOT NULL, UNIQUE(stream, version));
CREATE TABLE IF NOT EXISTS stream(id INTEGER PRIMARY KEY, head INTEGER NOT NULL, token INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS command(id INTEGER PRIMARY KEY, writer INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS outbox(position INTEGER PRIMARY KEY);
COMMIT;
)sql";

StoredEvent event_in(SQLite::Statement& row) {
  return StoredEvent{.id = EventId{word(row.getColumn(3))},
                     .stream = StreamId{word(row.getColumn(1))},
                     .version = StreamVersion{row.getColumn(2).getInt64()},
                     .position = GlobalPosition{row.getColumn(0).getInt64()},
                     .command = CommandId{word(row.getColumn(4))},
                     .correlation = CorrelationId{word(row.getColumn(5))},
                     .recorded_at = SimTime(Duration(row.getColumn(6).getInt64())),
                     .token = {},
                     .type = row.getColumn(7).getString(),
                     .body = row.getColumn(8).getString(),
                     .writer = {}};
}

/// Of everything that a row of the table says.
std::int64_t checksum_of(const StoredEvent& event) {
  Digest digest;
  for (const std::uint64_t word : {event.id.value, event.stream.value, event.command.value, event.correlation.value}) {
    digest.add(word);
  }
  for (const std::int64_t word : {event.version.value, event.position.value, to_ns(event.recorded_at)}) {
    digest.add(static_cast<std::uint64_t>(word));
  }
  digest.add(event.type);
  digest.add(event.body);
  return static_cast<std::int64_t>(digest.value());
}

int open_flags() { return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE; }

bool create(SQLite::Database& database) {
  database.exec(schema);
  return true;
}

bool prepare(SQLite::Database& database, bool barriers) {
  database.exec("PRAGMA temp_store=MEMORY; PRAGMA journal_mode=DELETE");
  database.exec(barriers ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
  return true;
}

template <class... Numbers>
void bind_all(SQLite::Statement& statement, Numbers... numbers) {
  statement.tryReset();  // what it tells is how the last use of it ended
  int place = 0;
  (statement.bind(++place, numbers), ...);
}

/// The first row of a prepared question. The question is over with it: one that is left open keeps the file locked, and
/// then nothing can be read after a write that failed.
class FirstRow {
 public:
  FirstRow(SQLite::Statement& statement, std::int64_t about) : statement_(statement) {
    bind_all(statement, about);
    found_ = statement.executeStep();
  }
  FirstRow(const FirstRow&) = delete;
  FirstRow& operator=(const FirstRow&) = delete;
  ~FirstRow() { statement_.tryReset(); }

  bool found() const { return found_; }
  std::int64_t number(int column) const { return statement_.getColumn(column).getInt64(); }
  std::uint64_t id(int column) const { return word(statement_.getColumn(column)); }

 private:
  SQLite::Statement& statement_;
  bool found_ = false;
};

}  // namespace

Payload recorded(const StoredEvent& event, Payload body) {
  return Payload::of(RecordedEvent{.id = event.id,
                                   .stream = event.stream,
                                   .version = event.version,
                                   .position = event.position,
                                   .command = event.command,
                                   .correlation = event.correlation,
                                   .recorded_at = event.recorded_at,
                                   .body = std::move(body)});
}

/// The database, and what is asked of it again and again.
struct SqliteEventTables::Statements {
  Statements() : database(std::string(":memory:"), open_flags()), created(create(database)) {}
  Statements(const SqliteDiskVfs& vfs, bool barriers)
      : database(std::string("events"), open_flags(), 0, vfs.name()),
        created(prepare(database, barriers) && create(database)) {}

  SQLite::Database database;
  bool created;  ///< before the statements below can be prepared
  SQLite::Statement event{database, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)"};
  SQLite::Statement advance{database,
                            "INSERT INTO stream VALUES (?,?,?) ON CONFLICT(id) DO UPDATE "
                            "SET head = excluded.head, token = MAX(token, excluded.token)"};
  SQLite::Statement remember{database, "INSERT OR IGNORE INTO command VALUES (?,?)"};
  SQLite::Statement publish{database, "INSERT INTO outbox VALUES (?)"};
  SQLite::Statement command{database, "SELECT writer FROM command WHERE id = ?"};
  SQLite::Statement place{database, "SELECT stream, version FROM event WHERE id = ?"};
  SQLite::Statement stream{database, "SELECT head, token FROM stream WHERE id = ?"};
};

SqliteEventTables::SqliteEventTables() : sql_(std::make_unique<Statements>()) {}
SqliteEventTables::SqliteEventTables(const SqliteDiskVfs& vfs, bool barriers)
    : sql_(std::make_unique<Statements>(vfs, barriers)) {}
SqliteEventTables::~SqliteEventTables() = default;

std::optional<StoreDamage> SqliteEventTables::damage() {
  SQLite::Statement check(sql_->database, "PRAGMA integrity_check(1)");
  if (!check.executeStep() || check.getColumn(0).getString() != "ok") {
    return StoreDamage{.kind = StoreDamageKind::structure};
  }
  std::map<StreamId, StreamVersion> heads;
  SQLite::Statement events(sql_->database, std::string(select_event) + "ORDER BY stream, version");
  while (events.executeStep()) {
    const StoredEvent event = event_in(events);
    if (events.getColumn(9).getInt64() != checksum_of(event)) {
      return StoreDamage{.kind = StoreDamageKind::checksum, .place = event.position.value};
    }
    if (event.version.value != ++heads[event.stream].value) {
      return StoreDamage{.kind = StoreDamageKind::version_gap, .place = event.position.value};
    }
  }
  for (const auto& [id, head] : heads) {
    if (stream(id).head != head) return StoreDamage{.kind = StoreDamageKind::index, .place = sql_number(id)};
  }
  SQLite::Statement strange(sql_->database,
                            "SELECT id FROM stream WHERE head > 0 AND id NOT IN (SELECT stream FROM event)");
  if (strange.executeStep()) {
    return StoreDamage{.kind = StoreDamageKind::index, .place = strange.getColumn(0).getInt64()};
  }
  return std::nullopt;
}

std::optional<StoreDamage> SqliteEventTables::gap_before(const StoredAppend& append) {
  const StoredEvent* before = nullptr;
  for (const StoredEvent& event : append.events) {
    const bool is_first = !before || before->stream != event.stream;
    if (is_first && event.version.value != stream(event.stream).head.value + 1) {
      return StoreDamage{.kind = StoreDamageKind::version_gap, .place = event.position.value};
    }
    before = &event;
  }
  return std::nullopt;
}

void SqliteEventTables::insert(const StoredAppend& append) {
  SQLite::Transaction transaction(sql_->database);
  for (std::size_t i = 0; i < append.events.size(); ++i) {
    const StoredEvent& event = append.events[i];
    insert(event);
    const bool last_of_stream = i + 1 == append.events.size() || append.events[i + 1].stream != event.stream;
    if (!last_of_stream) continue;
    bind_all(sql_->advance, sql_number(event.stream), sql_number(event.version), sql_number(event.token));
    sql_->advance.exec();
  }
  bind_all(sql_->remember, sql_number(append.events.front().command), sql_number(append.events.front().writer));
  sql_->remember.exec();
  transaction.commit();
}

void SqliteEventTables::insert(const StoredEvent& event) {
  bind_all(sql_->event, sql_number(event.position), sql_number(event.stream), sql_number(event.version),
           sql_number(event.id), sql_number(event.command), sql_number(event.correlation), to_ns(event.recorded_at));
  sql_->event.bind(8, event.type);
  sql_->event.bind(9, event.body.data(), static_cast<int>(event.body.size()));
  sql_->event.bind(10, checksum_of(event));
  sql_->event.exec();
  bind_all(sql_->publish, sql_number(event.position));
  sql_->publish.exec();
}

void SqliteEventTables::remove(const StoredAppend& append) {
  SQLite::Transaction transaction(sql_->database);
  for (const StoredEvent& event : append.events) {
    run("DELETE FROM event WHERE position = ?", sql_number(event.position));
    run("DELETE FROM outbox WHERE position = ?", sql_number(event.position));
    run("DELETE FROM command WHERE id = ?", sql_number(event.command));
    run("UPDATE stream SET head = (SELECT IFNULL(MAX(version), 0) FROM event WHERE stream = stream.id) WHERE id = ?",
        sql_number(event.stream));
  }
  transaction.commit();
}

bool SqliteEventTables::knows(CommandId command) const { return FirstRow(sql_->command, sql_number(command)).found(); }

ProcessId SqliteEventTables::writer_of(CommandId command) const {
  const FirstRow row(sql_->command, sql_number(command));
  CRISPER_ASSERT(row.found(), "a stored command has a writer");
  return ProcessId{static_cast<std::uint32_t>(row.number(0))};
}

std::optional<EventPlace> SqliteEventTables::place_of(EventId id) const {
  const FirstRow row(sql_->place, sql_number(id));
  if (!row.found()) return std::nullopt;
  return EventPlace{StreamId{row.id(0)}, StreamVersion{row.number(1)}};
}

StoredStream SqliteEventTables::stream(StreamId id) const {
  const FirstRow row(sql_->stream, sql_number(id));
  if (!row.found()) return {};
  return {StreamVersion{row.number(0)}, FencingToken{row.number(1)}};
}

GlobalPosition SqliteEventTables::head() const {
  return GlobalPosition{sql_->database.execAndGet("SELECT IFNULL(MAX(position), 0) FROM event")};
}

std::vector<Payload> SqliteEventTables::select(const MessageCatalog& messages, const char* which,
                                               std::initializer_list<std::int64_t> arguments) {
  SQLite::Statement events(sql_->database, std::string(select_event) + which);
  int place = 0;
  for (const std::int64_t argument : arguments) events.bind(++place, argument);
  std::vector<Payload> found;
  while (events.executeStep()) {
    const StoredEvent event = event_in(events);
    auto body = messages.decode(event.type, event.body);
    CRISPER_ASSERT(body.has_value(), "what was stored had been decoded once");
    found.push_back(recorded(event, std::move(*body)));
  }
  return found;
}

void SqliteEventTables::run(const char* sql, std::int64_t argument) {
  SQLite::Statement statement(sql_->database, sql);
  statement.bind(1, argument);
  statement.exec();
}

bool SqliteEventTables::remove_from_outbox(const std::string& which, GlobalPosition position) {
  SQLite::Statement remove(sql_->database, "DELETE FROM outbox WHERE " + which);
  remove.bind(1, sql_number(position));
  return remove.exec() > 0;
}

}  // namespace crisper
