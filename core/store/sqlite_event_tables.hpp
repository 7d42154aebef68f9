// SqliteEventTables: the SQL tables of a SqliteEventStore, and what is staged for them.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/message/message_catalog.hpp"
#include "core/store/append_staging.hpp"
#include "core/store/event_store.hpp"
#include "core/store/sqlite_disk_vfs.hpp"

namespace crisper {

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
  CRISPER_FIELDS(id, stream, version, position, command, correlation, recorded_at, token, type, body, writer)
};

/// Journal record: one append, its outbox entries included (they are the events themselves).
struct StoredAppend {
  CRISPER_BODY(StoredAppend);
  std::vector<StoredEvent> events;
  CRISPER_FIELDS(events)
  CommandId command() const { return events.front().command; }
};

/// The event that the row is of.
Payload recorded(const StoredEvent& event, Payload body);

/// Any id as SQLite keeps it: the same 64 bits, signed.
template <class Id>
std::int64_t sql_number(Id id) {
  return static_cast<std::int64_t>(id.value);
}

/// All members throw SQLite::Exception.
class SqliteEventTables final : public StoredEvents {
 public:
  SqliteEventTables();
  ~SqliteEventTables() override;
  /// In a file of this VFS. What a crash interrupted is undone or done by SQLite here.
  SqliteEventTables(const SqliteDiskVfs& vfs, bool barriers);

  /// What is wrong with the file, if anything is. Looks at every row.
  std::optional<StoreDamage> damage();
  /// Whether an append before this one is missing.
  std::optional<StoreDamage> gap_before(const StoredAppend& append);

  void insert(const StoredAppend& append);
  /// Undoes insert(): nobody has seen it.
  void remove(const StoredAppend& append);

  bool knows(CommandId command) const override;
  std::optional<EventPlace> place_of(EventId id) const override;
  StoredStream stream(StreamId id) const override;
  GlobalPosition head() const override;
  /// Only where it is known.
  ProcessId writer_of(CommandId command) const;

  /// Those rows of the event table: what stands behind FROM event, with its arguments.
  std::vector<Payload> select(const MessageCatalog& messages, const char* which,
                              std::initializer_list<std::int64_t> arguments);

  /// True where anything was in the outbox there.
  bool unmark_through(GlobalPosition through) { return remove_from_outbox("position <= ?", through); }
  bool unmark(GlobalPosition position) { return remove_from_outbox("position = ?", position); }

  std::optional<StoredAppend> staged;
  GlobalPosition head_before_staged;

  bool hides(CommandId command, bool in_file) const {
    return in_file && staged && staged->command() == command;
  }
  /// So many rows hold at least `limit` that are visible.
  std::int64_t with_staged(std::uint32_t limit) const {
    return static_cast<std::int64_t>(limit) + static_cast<std::int64_t>(staged ? staged->events.size() : 0);
  }

 private:
  struct Statements;

  void run(const char* sql, std::int64_t argument);
  bool remove_from_outbox(const std::string& which, GlobalPosition position);
  void insert(const StoredEvent& event);

  std::unique_ptr<Statements> sql_;
};

}  // namespace crisper
