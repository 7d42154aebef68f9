#include "core/store/sqlite_event_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "core/base/assert.hpp"

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
DROP TABLE IF EXISTS event; DROP TABLE IF EXISTS stream; DROP TABLE IF EXISTS command; DROP TABLE IF EXISTS outbox;
CREATE TABLE event(
  position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, id INTEGER NOT NULL UNIQUE,
  command INTEGER NOT NULL, correlation INTEGER NOT NULL, recorded_at INTEGER NOT NULL, type TEXT NOT NULL,
  body BLOB NOT NULL, UNIQUE(stream, version));
CREATE TABLE stream(id INTEGER PRIMARY KEY, head INTEGER NOT NULL, token INTEGER NOT NULL);
CREATE TABLE command(id INTEGER PRIMARY KEY, writer INTEGER NOT NULL);
CREATE TABLE outbox(position INTEGER PRIMARY KEY);
)sql";

constexpr const char* select_event =
    "SELECT position, stream, version, id, command, correlation, recorded_at, type, body FROM event ";

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
  explicit Tables(const std::string& name)
      : database(name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE), created_(create(database)) {}

  void insert(const StoredAppend& append) {
    SQLite::Transaction transaction(database);
    for (const StoredEvent& event : append.events) insert(event);
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

  void raise(StreamId id, StreamVersion head, FencingToken token) {
    bind_all(advance_, number(id), number(head), number(token));
    advance_.exec();
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

 private:
  /// Before the statements below can be prepared.
  static bool create(SQLite::Database& database) {
    database.exec(schema);
    return true;
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
    event_.exec();
    bind_all(advance_, number(event.stream), number(event.version), number(event.token));
    advance_.exec();
    bind_all(remember_, number(event.command), number(event.writer));
    remember_.exec();
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
  SQLite::Statement event_{database, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)"};
  SQLite::Statement advance_{database,
                             "INSERT INTO stream VALUES (?,?,?) ON CONFLICT(id) DO UPDATE "
                             "SET head = excluded.head, token = MAX(token, excluded.token)"};
  SQLite::Statement remember_{database, "INSERT OR IGNORE INTO command VALUES (?,?)"};
  SQLite::Statement publish_{database, "INSERT INTO outbox VALUES (?)"};
  SQLite::Statement command_{database, "SELECT writer FROM command WHERE id = ?"};
  SQLite::Statement stream_{database, "SELECT head, token FROM stream WHERE id = ?"};
};

SqliteEventStore::SqliteEventStore(MessageCatalog messages, std::string database)
    : messages_(std::move(messages)), database_(std::move(database)) {}
SqliteEventStore::~SqliteEventStore() = default;

void SqliteEventStore::recover(Disk& disk) {
  disk_ = &disk;
  tables_ = std::make_unique<Tables>(database_);
  const StoredAppend* latest = nullptr;  // not inserted before it is known that it was not withdrawn …
  std::vector<Payload> marked;           // … nor what was marked since
  const auto settle = [&](bool keep) {
    if (latest && keep) tables_->insert(*latest);
    latest = nullptr;
    for (const Payload& mark : marked) tables_->unmark(mark);
    marked.clear();
  };
  for (const Payload& record : disk.records()) {
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
}

Result<std::vector<Payload>, AppendError> SqliteEventStore::stage(const AppendRequest& request) {
  CRISPER_ASSERT(!tables_->staged, "one append is staged at a time");
  CRISPER_ASSERT(!request.parts.empty(), "an append has a stream to append to");
  try {
    if (tables_->knows(request.command)) return failure(AppendError::already_appended);
    StoredAppend append{.events = {}};
    std::vector<Payload> events;
    GlobalPosition position = tables_->head();
    if (request.first_position) position = GlobalPosition{request.first_position->value - 1};
    for (const StreamAppend& part : request.parts) {
      CRISPER_ASSERT(!part.events.empty(), "an append has events");
      const Tables::Stream stream = tables_->stream(part.stream);
      if (part.token.value != 0 && part.token < stream.token) return failure(AppendError::stale_token);
      if (part.expected && *part.expected != stream.head) return failure(AppendError::wrong_version);
      StreamVersion version = stream.head;
      for (const Payload& body : part.events) {
        StoredEvent& event = append.events.emplace_back(StoredEvent{.id = event_id_of(request.command, events.size()),
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
    disk_->append(Payload::of(append));
    tables_->staged = std::move(append);
    return events;
  } catch (const SQLite::Exception&) {
    return failure(AppendError::storage_failed);
  }
}

bool SqliteEventStore::commit() {
  CRISPER_ASSERT(tables_->staged.has_value(), "only what is staged can be committed");
  try {
    tables_->insert(*tables_->staged);
  } catch (const SQLite::Exception&) {
    return false;  // the caller rolls back
  }
  tables_->staged.reset();
  return true;
}

void SqliteEventStore::rollback() {
  if (!tables_->staged) return;
  disk_->append(Payload::of(StoredAppendWithdrawn{.command = tables_->staged->events.front().command}));
  tables_->staged.reset();
}

StreamSlice SqliteEventStore::read(StreamId stream, StreamVersion after, CommandId command) const {
  SQLite::Statement events(tables_->database,
                           std::string(select_event) + "WHERE stream = ? AND version > ? ORDER BY version");
  events.bind(1, number(stream));
  events.bind(2, number(after));
  return StreamSlice{.events = tables_->select(events, messages_),
                     .head = tables_->stream(stream).head,
                     .command_known = tables_->knows(command)};
}

bool SqliteEventStore::fence(StreamId stream, FencingToken token) {
  const Tables::Stream known = tables_->stream(stream);
  if (token < known.token) return false;
  tables_->raise(stream, known.head, token);
  return true;
}

StoredCommand SqliteEventStore::find(CommandId command) const {
  if (!tables_->knows(command)) return {};
  SQLite::Statement events(tables_->database, std::string(select_event) + "WHERE command = ? ORDER BY position");
  events.bind(1, number(command));
  return StoredCommand{.writer = tables_->writer_of(command), .events = tables_->select(events, messages_)};
}

std::vector<Payload> SqliteEventStore::read_all(GlobalPosition after, std::uint32_t limit) const {
  SQLite::Statement events(tables_->database,
                           std::string(select_event) + "WHERE position > ? ORDER BY position LIMIT ?");
  events.bind(1, number(after));
  events.bind(2, limit);
  return tables_->select(events, messages_);
}

std::vector<Payload> SqliteEventStore::unpublished(std::uint32_t limit) const {
  SQLite::Statement events(tables_->database, std::string(select_event) + "JOIN outbox USING (position) "
                                              "ORDER BY position LIMIT ?");
  events.bind(1, limit);
  return tables_->select(events, messages_);
}

GlobalPosition SqliteEventStore::head() const { return tables_->head(); }

void SqliteEventStore::mark_published(GlobalPosition through) {
  if (tables_->unmark_through(through)) disk_->append(Payload::of(StoredPublished{.through = through}));
}

void SqliteEventStore::mark_published(std::span<const GlobalPosition> positions) {
  StoredPositionsPublished marked;
  for (const GlobalPosition position : positions) {
    if (tables_->unmark(position)) marked.positions.push_back(position);
  }
  if (!marked.positions.empty()) disk_->append(Payload::of(std::move(marked)));
}

}  // namespace crisper
