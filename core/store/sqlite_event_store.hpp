// SqliteEventStore: events, streams, commands and the outbox as SQL tables; events as the bytes of their codec.
//
// What survives a crash is decided by the process's simulated disk, as for every other state. Either each append is one
// record of its journal and recovery rebuilds the tables from it (`memory`), or SQLite keeps a file of its own there,
// block by block (`file`), and recovers it itself.
#pragma once

#include <memory>
#include <string>

#include "core/message/message_catalog.hpp"
#include "core/store/event_store.hpp"
#include "core/store/event_store_design.hpp"
#include "core/store/fencing_tokens.hpp"
#include "core/store/sqlite_disk_vfs.hpp"

namespace crisper {

class SqliteEventTables;
struct StoredAppend;

struct SqliteOptions {
  DatabasePlace place = DatabasePlace::memory;
  bool barriers = true;  ///< file: SQLite syncs between its steps; without, a crash may damage the file
  FileProbe probe{};     ///< file
};

/// Appends and reads cost a few statements. Recovery costs one insert per event of the journal, or a look at every row:
/// each has a checksum.
class SqliteEventStore final : public EventStore {
 public:
  /// `messages` must know the type of every event: an append of another is refused with storage_failed.
  explicit SqliteEventStore(MessageCatalog messages, SqliteOptions options = {});
  ~SqliteEventStore() override;

  Result<void, StoreDamage> recover(Disk& disk) override;
  Result<std::vector<Payload>, AppendError> stage(const AppendRequest& request) override;
  void commit() override;
  void rollback() override;
  StreamSlice read(StreamId stream, StreamVersion after, CommandId command) const override;
  bool fence(StreamId stream, FencingToken token) override;
  StoredCommand find(CommandId command) const override;
  std::vector<Payload> read_all(GlobalPosition after, std::uint32_t limit) const override;
  GlobalPosition head() const override;
  std::vector<Payload> unpublished(std::uint32_t limit) const override;
  void mark_published(GlobalPosition through) override;
  void mark_published(std::span<const GlobalPosition> positions) override;

 private:
  bool in_file() const { return options_.place == DatabasePlace::file; }
  Result<void, StoreDamage> recover_tables();
  Result<void, StoreDamage> recover_file();
  /// As it is stored; nothing where some of it could not be read again.
  std::optional<StoredAppend> encoded(const AppendRequest& request, const std::vector<Payload>& events) const;
  /// As a journal record says.
  void unmark(const Payload& mark);
  /// Without what is staged, which a file holds already.
  std::vector<Payload> visible(std::vector<Payload> events, std::size_t limit) const;
  StreamVersion visible_head(StreamId stream) const;

  MessageCatalog messages_;
  SqliteOptions options_;
  Disk* disk_ = nullptr;
  std::unique_ptr<SqliteDiskVfs> vfs_;
  std::unique_ptr<SqliteEventTables> tables_;
  FencingTokens tokens_;
};

}  // namespace crisper
