#include "core/store/sqlite_event_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/store/sqlite_event_tables.hpp"
#include "core/store/store_journal.hpp"

namespace crisper {
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
    tables_ = std::make_unique<SqliteEventTables>(*vfs_, options_.barriers);
    if (const std::optional<StoreDamage> damage = tables_->damage()) return failure(*damage);
  } catch (const SQLite::Exception&) {
    return failure(StoreDamage{.kind = StoreDamageKind::unreadable});
  }
  return {};
}

Result<void, StoreDamage> SqliteEventStore::recover_tables() {
  tables_ = std::make_unique<SqliteEventTables>();
  const auto inserted = [&](const StoredAppend& append) {
    const std::optional<StoreDamage> damage = tables_->gap_before(append);
    if (!damage) tables_->insert(append);
    return damage;
  };
  return replay_appends<StoredAppend>(disk_->records(), inserted, [&](const Payload& mark) { unmark(mark); });
}

void SqliteEventStore::unmark(const Payload& mark) {
  if (const auto* published = mark.as<EventsPublished>()) {
    tables_->unmark_through(published->through);
  } else {
    for (const GlobalPosition position : mark.as<PositionsPublished>()->positions) tables_->unmark(position);
  }
}

Result<std::vector<Payload>, AppendError> SqliteEventStore::stage(const AppendRequest& request) {
  CRISPER_ASSERT(!tables_->staged, "one append is staged at a time");
  try {
    Result<std::vector<Payload>, AppendError> events = staged(request, *tables_, tokens_);
    if (!events) return events;
    std::optional<StoredAppend> append = encoded(request, *events);
    if (!append) return failure(AppendError::storage_failed);
    if (in_file()) {
      tables_->head_before_staged = tables_->head();
      tables_->insert(*append);
    } else {
      disk_->append(Payload::of(*append));
    }
    tables_->staged = std::move(append);
    return events;
  } catch (const SQLite::Exception&) {
    return failure(AppendError::storage_failed);
  }
}

std::optional<StoredAppend> SqliteEventStore::encoded(const AppendRequest& request,
                                                      const std::vector<Payload>& events) const {
  StoredAppend append{.events = {}};
  for (const StreamAppend& part : request.parts) {
    for (const Payload& body : part.events) {
      const RecordedEvent& recorded = *events[append.events.size()].as<RecordedEvent>();
      StoredEvent& event = append.events.emplace_back(StoredEvent{.id = recorded.id,
                                                                  .stream = recorded.stream,
                                                                  .version = recorded.version,
                                                                  .position = recorded.position,
                                                                  .command = recorded.command,
                                                                  .correlation = recorded.correlation,
                                                                  .recorded_at = recorded.recorded_at,
                                                                  .token = part.token,
                                                                  .type = std::string(body->type().name),
                                                                  .body = {},
                                                                  .writer = request.writer});
      body->encode_into(event.body);
      // What can't be read back must not be promised.
      const auto decoded = messages_.decode(event.type, event.body);
      if (!decoded || *decoded != body) return std::nullopt;
    }
  }
  return append;
}

void SqliteEventStore::commit() {
  CRISPER_ASSERT(tables_->staged.has_value(), "only what is staged can be committed");
  const StoredAppend append = std::move(*tables_->staged);
  tables_->staged.reset();
  if (in_file()) return vfs_->compact();
  try {
    tables_->insert(append);
  } catch (const SQLite::Exception&) {
    // The tables are made from the journal, where it stands and stays.
    const Result<void, StoreDamage> made_anew = recover_tables();
    CRISPER_ASSERT(made_anew.has_value(), "a journal that could be read can be read again");
  }
}

void SqliteEventStore::rollback() {
  if (!tables_->staged) return;
  if (in_file()) {
    const StoredAppend given_up = std::move(*tables_->staged);
    // The file as the disk has it now, which may have lost the append itself.
    const Result<void, StoreDamage> recovered = recover_file();
    CRISPER_ASSERT(recovered.has_value(), "a store that could be read can be read again");
    if (tables_->knows(given_up.command())) tables_->remove(given_up);
    return;
  }
  disk_->append(Payload::of(AppendWithdrawn{.command = tables_->staged->command()}));
  tables_->staged.reset();
}

std::vector<Payload> SqliteEventStore::visible(std::vector<Payload> events, std::size_t limit) const {
  if (tables_->staged && in_file()) {
    const CommandId hidden = tables_->staged->command();
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
  std::vector<Payload> events = tables_->select(messages_, "WHERE stream = ? AND version > ? ORDER BY version",
                                                {sql_number(stream), sql_number(after)});
  return StreamSlice{.events = visible(std::move(events), SIZE_MAX),
                     .head = visible_head(stream),
                     .command_known = !tables_->hides(command, in_file()) && tables_->knows(command)};
}

bool SqliteEventStore::fence(StreamId stream, FencingToken token) {
  tokens_.stored(stream, tables_->stream(stream).token);
  return tokens_.show(stream, token);
}

StoredCommand SqliteEventStore::find(CommandId command) const {
  if (tables_->hides(command, in_file()) || !tables_->knows(command)) return {};
  return StoredCommand{
      .writer = tables_->writer_of(command),
      .events = tables_->select(messages_, "WHERE command = ? ORDER BY position", {sql_number(command)})};
}

std::vector<Payload> SqliteEventStore::read_all(GlobalPosition after, std::uint32_t limit) const {
  return visible(tables_->select(messages_, "WHERE position > ? ORDER BY position LIMIT ?",
                                 {sql_number(after), tables_->with_staged(limit)}),
                 limit);
}

std::vector<Payload> SqliteEventStore::unpublished(std::uint32_t limit) const {
  return visible(tables_->select(messages_, "JOIN outbox USING (position) ORDER BY position LIMIT ?",
                                 {tables_->with_staged(limit)}),
                 limit);
}

GlobalPosition SqliteEventStore::head() const {
  return tables_->staged && in_file() ? tables_->head_before_staged : tables_->head();
}

void SqliteEventStore::mark_published(GlobalPosition through) {
  if (tables_->unmark_through(through) && !in_file()) disk_->append(Payload::of(EventsPublished{.through = through}));
}

void SqliteEventStore::mark_published(std::span<const GlobalPosition> positions) {
  PositionsPublished marked;
  for (const GlobalPosition position : positions) {
    if (tables_->unmark(position)) marked.positions.push_back(position);
  }
  if (!marked.positions.empty() && !in_file()) disk_->append(Payload::of(std::move(marked)));
}

}  // namespace crisper
