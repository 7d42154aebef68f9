#include "core/store/sqlite_event_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/store/sqlite_event_tables.hpp"

namespace crisper {
namespace {

/// Journal record: the append of this command, just before, was given up; its record may be there or not.
struct StoredAppendWithdrawn {
  CRISPER_BODY(StoredAppendWithdrawn);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// Journal record: the outbox is empty up to here.
struct StoredPublished {
  CRISPER_BODY(StoredPublished);
  GlobalPosition through;
  CRISPER_FIELDS(through)
};

/// Journal record: these are not in the outbox any more.
struct StoredPositionsPublished {
  CRISPER_BODY(StoredPositionsPublished);
  std::vector<GlobalPosition> positions;
  CRISPER_FIELDS(positions)
};

}  // namespace

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
  const StoredAppend* latest = nullptr;  // not inserted before it is known that it was not withdrawn …
  std::vector<Payload> marked;           // … nor what was marked since
  std::optional<StoreDamage> damage;
  const auto settle = [&](bool keep) {
    if (latest && keep && !damage) damage = tables_->gap_before(*latest);
    if (latest && keep && !damage) tables_->insert(*latest);
    latest = nullptr;
    for (const Payload& mark : marked) unmark(mark);
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

void SqliteEventStore::unmark(const Payload& mark) {
  if (const auto* published = mark.as<StoredPublished>()) {
    tables_->unmark_through(published->through);
  } else {
    for (const GlobalPosition position : mark.as<StoredPositionsPublished>()->positions) tables_->unmark(position);
  }
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
      const SqliteEventTables::Stream stream = tables_->stream(part.stream);
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
  std::vector<Payload> events = tables_->select(messages_, "WHERE stream = ? AND version > ? ORDER BY version",
                                                {sql_number(stream), sql_number(after)});
  return StreamSlice{.events = visible(std::move(events), SIZE_MAX),
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
