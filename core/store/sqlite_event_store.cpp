#include "core/store/sqlite_event_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"
#include "core/store/idempotent_append.hpp"

namespace crisper {
namespace {

/// An event as a row, or as part of a journal record.
struct StoredEvent {
  EventId id;
  StreamId stream;
  StreamVersion version;
  GlobalPosition position;
  CommandId command;
  CorrelationId correlation;
  SimTime recorded_at{};
  FencingToken token;  ///< what its append was fenced with
  std::string type;
  std::string body;
  ProcessId writer{};  ///< who asked for its append
  friend bool operator==(const StoredEvent&, const StoredEvent&) = default;
  static constexpr auto fields =
      std::tuple{field("id", &StoredEvent::id),           field("stream", &StoredEvent::stream),
                 field("version", &StoredEvent::version), field("position", &StoredEvent::position),
                 field("command", &StoredEvent::command), field("correlation", &StoredEvent::correlation),
                 field("recorded_at", &StoredEvent::recorded_at), field("token", &StoredEvent::token),
                 field("type", &StoredEvent::type),       field("body", &StoredEvent::body),
                 field("writer", &StoredEvent::writer)};
};

/// Journal record: one append, its outbox entries included (they are the events themselves).
struct StoredAppend {
  CRISPER_BODY(StoredAppend);
  std::vector<StoredEvent> events;
  static constexpr auto fields = std::tuple{field("events", &StoredAppend::events)};
};

/// Journal record: the append of this command, just before, was given up; its record may be there or not.
struct StoredAppendWithdrawn {
  CRISPER_BODY(StoredAppendWithdrawn);
  CommandId command;
  static constexpr auto fields = std::tuple{field("command", &StoredAppendWithdrawn::command)};
};

/// Journal record: the outbox is empty up to here.
struct StoredPublished {
  CRISPER_BODY(StoredPublished);
  GlobalPosition through;
  static constexpr auto fields = std::tuple{field("through", &StoredPublished::through)};
};

/// Journal record: these are not in the outbox any more.
struct StoredPositionsPublished {
  CRISPER_BODY(StoredPositionsPublished);
  std::vector<GlobalPosition> positions;
  static constexpr auto fields = std::tuple{field("positions", &StoredPositionsPublished::positions)};
};

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

constexpr const char* select_event =
    "SELECT position, stream, version, id, command, correlation, recorded_at, type, body, checksum FROM event ";

/// Any id as SQLite keeps it: the same 64 bits, signed.
template <class Id>
std::int64_t number(Id id) {
  return static_cast<std::int64_t>(id.value);
}
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

}  // namespace

/// The tables, and what is staged for them. All members throw SQLite::Exception.
class SqliteEventStore::Tables {
 public:
  Tables() : database(std::string(":memory:"), open_flags()), created_(create(database)) {}
  /// In a file of this VFS. What a crash interrupted is undone or done by SQLite here.
  Tables(const SqliteDiskVfs& vfs, bool barriers)
      : database(std::string("events"), open_flags(), 0, vfs.name()),
        created_(prepare(database, barriers) && create(database)) {}

  static int open_flags() { return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE; }

  /// What is wrong with the file, if anything is.
  std::optional<StoreDamage> damage() {
    SQLite::Statement check(database, "PRAGMA integrity_check(1)");
    if (!check.executeStep() || check.getColumn(0).getString() != "ok") {
      return StoreDamage{.kind = StoreDamageKind::structure};
    }
    std::map<StreamId, StreamVersion> heads;
    SQLite::Statement events(database, std::string(select_event) + "ORDER BY stream, version");
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
      if (stream(id).head != head) return StoreDamage{.kind = StoreDamageKind::index, .place = number(id)};
    }
    SQLite::Statement strange(database,
                              "SELECT id FROM stream WHERE head > 0 AND id NOT IN (SELECT stream FROM event)");
    if (strange.executeStep()) {
      return StoreDamage{.kind = StoreDamageKind::index, .place = strange.getColumn(0).getInt64()};
    }
    return std::nullopt;
  }

  void insert(const StoredAppend& append) {
    SQLite::Transaction transaction(database);
    for (std::size_t i = 0; i < append.events.size(); ++i) {
      const StoredEvent& event = append.events[i];
      insert(event);
      const bool last_of_stream = i + 1 == append.events.size() || append.events[i + 1].stream != event.stream;
      if (!last_of_stream) continue;
      bind_all(advance_, number(event.stream), number(event.version), number(event.token));
      advance_.exec();
    }
    bind_all(remember_, number(append.events.front().command), number(append.events.front().writer));
    remember_.exec();
    transaction.commit();
  }

  /// Whether an append before this one is missing.
  std::optional<StoreDamage> gap_before(const StoredAppend& append) {
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

  /// Undoes insert(): nobody has seen it.
  void remove(const StoredAppend& append) {
    SQLite::Transaction transaction(database);
    for (const StoredEvent& event : append.events) {
      run("DELETE FROM event WHERE position = ?", number(event.position));
      run("DELETE FROM outbox WHERE position = ?", number(event.position));
      run("DELETE FROM command WHERE id = ?", number(event.command));
      run("UPDATE stream SET head = (SELECT IFNULL(MAX(version), 0) FROM event WHERE stream = stream.id) WHERE id = ?",
          number(event.stream));
    }
    transaction.commit();
  }

  bool knows(CommandId command) {
    command_.reset();
    command_.bind(1, number(command));
    return command_.executeStep();
  }
  /// Only where it is known.
  ProcessId writer_of(CommandId command) {
    CRISPER_ASSERT(knows(command), "a stored command has a writer");
    return ProcessId{static_cast<std::uint32_t>(command_.getColumn(0).getInt64())};
  }

  std::optional<EventPlace> place_of(EventId id) {
    place_.reset();
    place_.bind(1, number(id));
    if (!place_.executeStep()) return std::nullopt;
    return EventPlace{StreamId{word(place_.getColumn(0))}, StreamVersion{place_.getColumn(1).getInt64()}};
  }

  struct Stream {
    StreamVersion head;
    FencingToken token;
  };
  Stream stream(StreamId id) {
    stream_.reset();
    stream_.bind(1, number(id));
    if (!stream_.executeStep()) return {};
    return {StreamVersion{stream_.getColumn(0).getInt64()}, FencingToken{stream_.getColumn(1).getInt64()}};
  }

  GlobalPosition head() { return GlobalPosition{database.execAndGet("SELECT IFNULL(MAX(position), 0) FROM event")}; }

  std::vector<Payload> select(SQLite::Statement& events, const MessageCatalog& messages) {
    std::vector<Payload> found;
    while (events.executeStep()) {
      const StoredEvent event = event_in(events);
      auto body = messages.decode(event.type, event.body);
      CRISPER_ASSERT(body.has_value(), "what was stored had been decoded once");
      found.push_back(recorded(event, std::move(*body)));
    }
    events.reset();
    return found;
  }

  /// True where anything was in the outbox there.
  bool unmark_through(GlobalPosition through) { return remove_from_outbox("position <= ?", through); }
  bool unmark(GlobalPosition position) { return remove_from_outbox("position = ?", position); }
  /// As a journal record says.
  void unmark(const Payload& mark) {
    if (const auto* published = mark.as<StoredPublished>()) {
      unmark_through(published->through);
    } else {
      for (const GlobalPosition position : mark.as<StoredPositionsPublished>()->positions) unmark(position);
    }
  }

  SQLite::Database database;
  std::optional<StoredAppend> staged;
  GlobalPosition head_before_staged;

  bool hides(CommandId command, bool in_file) const {
    return in_file && staged && staged->events.front().command == command;
  }
  /// So many rows hold at least `limit` that are visible.
  std::int64_t with_staged(std::uint32_t limit) const {
    return static_cast<std::int64_t>(limit) + static_cast<std::int64_t>(staged ? staged->events.size() : 0);
  }

 private:
  /// Before the statements below can be prepared.
  static bool create(SQLite::Database& database) {
    database.exec(schema);
    return true;
  }
  static bool prepare(SQLite::Database& database, bool barriers) {
    database.exec("PRAGMA temp_store=MEMORY; PRAGMA journal_mode=DELETE");
    database.exec(barriers ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
    return true;
  }

  void run(const char* sql, std::int64_t argument) {
    SQLite::Statement statement(database, sql);
    statement.bind(1, argument);
    statement.exec();
  }

  bool remove_from_outbox(const std::string& which, GlobalPosition position) {
    SQLite::Statement remove(database, "DELETE FROM outbox WHERE " + which);
    remove.bind(1, number(position));
    return remove.exec() > 0;
  }

  void insert(const StoredEvent& event) {
    bind_all(event_, number(event.position), number(event.stream), number(event.version), number(event.id),
             number(event.command), number(event.correlation), to_ns(event.recorded_at));
    event_.bind(8, event.type);
    event_.bind(9, event.body.data(), static_cast<int>(event.body.size()));
    event_.bind(10, checksum_of(event));
    event_.exec();
    bind_all(publish_, number(event.position));
    publish_.exec();
  }

  template <class... Numbers>
  static void bind_all(SQLite::Statement& statement, Numbers... numbers) {
    statement.reset();
    int place = 0;
    (statement.bind(++place, numbers), ...);
  }

  bool created_;
  SQLite::Statement event_{database, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?)"};
  SQLite::Statement advance_{database,
                             "INSERT INTO stream VALUES (?,?,?) ON CONFLICT(id) DO UPDATE "
                             "SET head = excluded.head, token = MAX(token, excluded.token)"};
  SQLite::Statement remember_{database, "INSERT OR IGNORE INTO command VALUES (?,?)"};
  SQLite::Statement publish_{database, "INSERT INTO outbox VALUES (?)"};
  SQLite::Statement command_{database, "SELECT writer FROM command WHERE id = ?"};
  SQLite::Statement place_{database, "SELECT stream, version FROM event WHERE id = ?"};
  SQLite::Statement stream_{database, "SELECT head, token FROM stream WHERE id = ?"};
};

SqliteEventStore::SqliteEventStore(MessageCatalog messages, SqliteOptions options)
    : messages_(std::move(messages)), options_(std::move(options)) {}
SqliteEventStore::~SqliteEventStore() = default;

Result<void, StoreDamage> SqliteEventStore::recover(Disk& disk) {
  disk_ = &disk;
  return in_file() ? recover_file() : recover_tables();
}

Result<void, StoreDamage> SqliteEventStore::recover_file() {
  tables_.reset();  // before the files that it has open
  vfs_ = std::make_unique<SqliteDiskVfs>(*disk_, options_.probe);
  try {
    tables_ = std::make_unique<Tables>(*vfs_, options_.barriers);
    if (const std::optional<StoreDamage> damage = tables_->damage()) return failure(*damage);
  } catch (const SQLite::Exception&) {
    return failure(StoreDamage{.kind = StoreDamageKind::unreadable});
  }
  return {};
}

Result<void, StoreDamage> SqliteEventStore::recover_tables() {
  tables_ = std::make_unique<Tables>();
  const StoredAppend* latest = nullptr;  // not inserted before it is known that it was not withdrawn …
  std::vector<Payload> marked;           // … nor what was marked since
  std::optional<StoreDamage> damage;
  const auto settle = [&](bool keep) {
    if (latest && keep && !damage) damage = tables_->gap_before(*latest);
    if (latest && keep && !damage) tables_->insert(*latest);
    latest = nullptr;
    for (const Payload& mark : marked) tables_->unmark(mark);
    marked.clear();
  };
  for (const Payload& record : disk_->records()) {
    if (const auto* append = record.as<StoredAppend>()) {
      settle(true);
      latest = append;
    } else if (const auto* withdrawn = record.as<StoredAppendWithdrawn>()) {
      if (latest && latest->events.front().command == withdrawn->command) settle(false);
    } else if (record.as<StoredPublished>() || record.as<StoredPositionsPublished>()) {
      marked.push_back(record);
    }
  }
  settle(true);
  if (damage) return failure(*damage);
  return {};
}

Result<std::vector<Payload>, AppendError> SqliteEventStore::stage(const AppendRequest& request) {
  CRISPER_ASSERT(!tables_->staged, "one append is staged at a time");
  CRISPER_ASSERT(!request.parts.empty(), "an append has a stream to append to");
  try {
    if (tables_->knows(request.command)) return failure(AppendError::already_appended);
    switch (repetition_of(request.parts, [&](EventId id) { return tables_->place_of(id); })) {
      case Repetition::none: break;
      case Repetition::whole: return failure(AppendError::already_appended);
      case Repetition::part: return failure(AppendError::partly_appended);
    }
    StoredAppend append{.events = {}};
    std::vector<Payload> events;
    GlobalPosition position = tables_->head();
    if (request.first_position) position = GlobalPosition{request.first_position->value - 1};
    for (const StreamAppend& part : request.parts) {
      CRISPER_ASSERT(!part.events.empty(), "an append has events");
      const Tables::Stream stream = tables_->stream(part.stream);
      const auto fence = fences_.find(part.stream);
      const FencingToken highest = fence == fences_.end() ? stream.token : std::max(stream.token, fence->second);
      if (part.token.value != 0 && part.token < highest) return failure(AppendError::stale_token);
      if (part.expected && *part.expected != stream.head) return failure(AppendError::wrong_version);
      StreamVersion version = stream.head;
      for (const Payload& body : part.events) {
        const std::size_t n = static_cast<std::size_t>(&body - part.events.data());
        const EventId id = part.ids.empty() ? event_id_of(request.command, events.size()) : part.ids[n];
        StoredEvent& event = append.events.emplace_back(StoredEvent{.id = id,
                                                                    .stream = part.stream,
                                                                    .version = StreamVersion{++version.value},
                                                                    .position = GlobalPosition{++position.value},
                                                                    .command = request.command,
                                                                    .correlation = request.correlation,
                                                                    .recorded_at = request.now,
                                                                    .token = part.token,
                                                                    .type = std::string(body->type().name),
                                                                    .body = {},
                                                                    .writer = request.writer});
        body->encode_into(event.body);
        // What can't be read back must not be promised.
        const auto decoded = messages_.decode(event.type, event.body);
        if (!decoded || *decoded != body) return failure(AppendError::storage_failed);
        events.push_back(recorded(event, body));
      }
    }
    if (in_file()) {
      tables_->head_before_staged = tables_->head();
      tables_->insert(append);
    } else {
      disk_->append(Payload::of(append));
    }
    tables_->staged = std::move(append);
    return events;
  } catch (const SQLite::Exception&) {
    return failure(AppendError::storage_failed);
  }
}

bool SqliteEventStore::commit() {
  CRISPER_ASSERT(tables_->staged.has_value(), "only what is staged can be committed");
  try {
    if (in_file()) {
      vfs_->compact();
    } else {
      tables_->insert(*tables_->staged);
    }
  } catch (const SQLite::Exception&) {
    return false;  // the caller rolls back
  }
  tables_->staged.reset();
  return true;
}

void SqliteEventStore::rollback() {
  if (!tables_->staged) return;
  if (in_file()) {
    const StoredAppend given_up = std::move(*tables_->staged);
    // The file as the disk has it now, which may have lost the append itself.
    const Result<void, StoreDamage> recovered = recover_file();
    CRISPER_ASSERT(recovered.has_value(), "a store that could be read can be read again");
    if (tables_->knows(given_up.events.front().command)) tables_->remove(given_up);
    return;
  }
  disk_->append(Payload::of(StoredAppendWithdrawn{.command = tables_->staged->events.front().command}));
  tables_->staged.reset();
}

std::vector<Payload> SqliteEventStore::visible(std::vector<Payload> events, std::size_t limit) const {
  if (tables_->staged && in_file()) {
    const CommandId hidden = tables_->staged->events.front().command;
    std::erase_if(events, [&](const Payload& event) { return event.as<RecordedEvent>()->command == hidden; });
  }
  if (events.size() > limit) events.resize(limit);
  return events;
}

StreamVersion SqliteEventStore::visible_head(StreamId stream) const {
  if (tables_->staged && in_file()) {
    for (const StoredEvent& event : tables_->staged->events) {
      if (event.stream == stream) return StreamVersion{event.version.value - 1};
    }
  }
  return tables_->stream(stream).head;
}

StreamSlice SqliteEventStore::read(StreamId stream, StreamVersion after, CommandId command) const {
  SQLite::Statement events(tables_->database,
                           std::string(select_event) + "WHERE stream = ? AND version > ? ORDER BY version");
  events.bind(1, number(stream));
  events.bind(2, number(after));
  return StreamSlice{.events = visible(tables_->select(events, messages_), SIZE_MAX),
                     .head = visible_head(stream),
                     .command_known = !tables_->hides(command, in_file()) && tables_->knows(command)};
}

bool SqliteEventStore::fence(StreamId stream, FencingToken token) {
  FencingToken& highest = fences_[stream];
  highest = std::max(highest, tables_->stream(stream).token);
  if (token < highest) return false;
  highest = token;
  return true;
}

StoredCommand SqliteEventStore::find(CommandId command) const {
  if (tables_->hides(command, in_file()) || !tables_->knows(command)) return {};
  SQLite::Statement events(tables_->database, std::string(select_event) + "WHERE command = ? ORDER BY position");
  events.bind(1, number(command));
  return StoredCommand{.writer = tables_->writer_of(command), .events = tables_->select(events, messages_)};
}

std::vector<Payload> SqliteEventStore::read_all(GlobalPosition after, std::uint32_t limit) const {
  SQLite::Statement events(tables_->database,
                           std::string(select_event) + "WHERE position > ? ORDER BY position LIMIT ?");
  events.bind(1, number(after));
  events.bind(2, tables_->with_staged(limit));
  return visible(tables_->select(events, messages_), limit);
}

std::vector<Payload> SqliteEventStore::unpublished(std::uint32_t limit) const {
  SQLite::Statement events(tables_->database, std::string(select_event) + "JOIN outbox USING (position) "
                                              "ORDER BY position LIMIT ?");
  events.bind(1, tables_->with_staged(limit));
  return visible(tables_->select(events, messages_), limit);
}

GlobalPosition SqliteEventStore::head() const {
  return tables_->staged && in_file() ? tables_->head_before_staged : tables_->head();
}

void SqliteEventStore::mark_published(GlobalPosition through) {
  if (tables_->unmark_through(through) && !in_file()) disk_->append(Payload::of(StoredPublished{.through = through}));
}

void SqliteEventStore::mark_published(std::span<const GlobalPosition> positions) {
  StoredPositionsPublished marked;
  for (const GlobalPosition position : positions) {
    if (tables_->unmark(position)) marked.positions.push_back(position);
  }
  if (!marked.positions.empty() && !in_file()) disk_->append(Payload::of(std::move(marked)));
}

}  // namespace crisper
