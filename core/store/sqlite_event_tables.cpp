#include "core/store/sqlite_event_tables.hpp"

#include <map>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"

namespace crisper {
namespace {

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

std::uint64_t word(const SQLite::Column& column) { return static_cast<std::uint64_t>(column.getInt64()); }

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
  statement.reset();
  int place = 0;
  (statement.bind(++place, numbers), ...);
}

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

SqliteEventTables::SqliteEventTables()
    : database_(std::string(":memory:"), open_flags()), created_(create(database_)) {}

SqliteEventTables::SqliteEventTables(const SqliteDiskVfs& vfs, bool barriers)
    : database_(std::string("events"), open_flags(), 0, vfs.name()),
      created_(prepare(database_, barriers) && create(database_)) {}

std::optional<StoreDamage> SqliteEventTables::damage() {
  SQLite::Statement check(database_, "PRAGMA integrity_check(1)");
  if (!check.executeStep() || check.getColumn(0).getString() != "ok") {
    return StoreDamage{.kind = StoreDamageKind::structure};
  }
  std::map<StreamId, StreamVersion> heads;
  SQLite::Statement events(database_, std::string(select_event) + "ORDER BY stream, version");
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
  SQLite::Statement strange(database_, "SELECT id FROM stream WHERE head > 0 AND id NOT IN (SELECT stream FROM event)");
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
  SQLite::Transaction transaction(database_);
  for (std::size_t i = 0; i < append.events.size(); ++i) {
    const StoredEvent& event = append.events[i];
    insert(event);
    const bool last_of_stream = i + 1 == append.events.size() || append.events[i + 1].stream != event.stream;
    if (!last_of_stream) continue;
    bind_all(advance_, sql_number(event.stream), sql_number(event.version), sql_number(event.token));
    advance_.exec();
  }
  bind_all(remember_, sql_number(append.events.front().command), sql_number(append.events.front().writer));
  remember_.exec();
  transaction.commit();
}

void SqliteEventTables::insert(const StoredEvent& event) {
  bind_all(event_, sql_number(event.position), sql_number(event.stream), sql_number(event.version),
           sql_number(event.id), sql_number(event.command), sql_number(event.correlation), to_ns(event.recorded_at));
  event_.bind(8, event.type);
  event_.bind(9, event.body.data(), static_cast<int>(event.body.size()));
  event_.bind(10, checksum_of(event));
  event_.exec();
  bind_all(publish_, sql_number(event.position));
  publish_.exec();
}

void SqliteEventTables::remove(const StoredAppend& append) {
  SQLite::Transaction transaction(database_);
  for (const StoredEvent& event : append.events) {
    run("DELETE FROM event WHERE position = ?", sql_number(event.position));
    run("DELETE FROM outbox WHERE position = ?", sql_number(event.position));
    run("DELETE FROM command WHERE id = ?", sql_number(event.command));
    run("UPDATE stream SET head = (SELECT IFNULL(MAX(version), 0) FROM event WHERE stream = stream.id) WHERE id = ?",
        sql_number(event.stream));
  }
  transaction.commit();
}

bool SqliteEventTables::knows(CommandId command) {
  command_.reset();
  command_.bind(1, sql_number(command));
  return command_.executeStep();
}

ProcessId SqliteEventTables::writer_of(CommandId command) {
  CRISPER_ASSERT(knows(command), "a stored command has a writer");
  return ProcessId{static_cast<std::uint32_t>(command_.getColumn(0).getInt64())};
}

std::optional<EventPlace> SqliteEventTables::place_of(EventId id) {
  place_.reset();
  place_.bind(1, sql_number(id));
  if (!place_.executeStep()) return std::nullopt;
  return EventPlace{StreamId{word(place_.getColumn(0))}, StreamVersion{place_.getColumn(1).getInt64()}};
}

SqliteEventTables::Stream SqliteEventTables::stream(StreamId id) {
  stream_.reset();
  stream_.bind(1, sql_number(id));
  if (!stream_.executeStep()) return {};
  return {StreamVersion{stream_.getColumn(0).getInt64()}, FencingToken{stream_.getColumn(1).getInt64()}};
}

GlobalPosition SqliteEventTables::head() {
  return GlobalPosition{database_.execAndGet("SELECT IFNULL(MAX(position), 0) FROM event")};
}

std::vector<Payload> SqliteEventTables::decoded(SQLite::Statement& events, const MessageCatalog& messages) {
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
  SQLite::Statement statement(database_, sql);
  statement.bind(1, argument);
  statement.exec();
}

bool SqliteEventTables::remove_from_outbox(const std::string& which, GlobalPosition position) {
  SQLite::Statement remove(database_, "DELETE FROM outbox WHERE " + which);
  remove.bind(1, sql_number(position));
  return remove.exec() > 0;
}

}  // namespace crisper
