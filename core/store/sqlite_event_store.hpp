// SqliteEventStore: events, streams, commands and the outbox as SQL tables; events as the bytes of their codec.
//
// What survives a crash is decided by the process's simulated disk, as for every other state: each append is one record
// of its journal, and recovery rebuilds the tables from it. A SQLite file of its own would escape the faults of disks.
#pragma once

#include <memory>
#include <string>

#include "core/message/message_catalog.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

/// Appends and reads cost a few statements; recovery costs one insert per event of the journal.
class SqliteEventStore final : public EventStore {
 public:
  /// `messages` must know the type of every event: an append of another is refused with storage_failed. `database`
  /// names a SQLite database that the store may empty: a file where somebody wants to look into it after the run.
  explicit SqliteEventStore(MessageCatalog messages, std::string database = ":memory:");
  ~SqliteEventStore() override;

  void recover(Disk& disk) override;
  Result<std::vector<Payload>, AppendError> stage(const AppendRequest& request) override;
  bool commit() override;
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
  class Tables;
  MessageCatalog messages_;
  std::string database_;
  Disk* disk_ = nullptr;
  std::unique_ptr<Tables> tables_;
};

}  // namespace crisper
