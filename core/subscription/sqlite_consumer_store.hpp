// SqliteConsumerStore: a projection's rows, the ids it has seen and its checkpoint as SQL tables. What survives a crash
// is decided by the process's simulated disk: each commit is a record of its journal; recovery rebuilds the tables.
#pragma once

#include <memory>
#include <string>

#include "core/subscription/consumer_store.hpp"

namespace crisper {

class SqliteConsumerStore final : public ConsumerStore {
 public:
  /// `database` names a SQLite database that the store may empty.
  explicit SqliteConsumerStore(std::string database = ":memory:");
  ~SqliteConsumerStore() override;

  void recover(Context& context, const std::function<void(const Payload&)>& restore) override;
  /// RowChanged, EventSeen or CheckpointReached; anything else is a mistake of the programmer.
  void stage(Payload change) override;
  Task<Result<void, DiskError>> commit(Context& context, std::span<const Observation> once_durable) override;
  /// Its tables are the state already: there is nothing to make shorter.
  Task<> snapshot(Context&, std::vector<Payload>) override { co_return; }

 private:
  class Tables;
  std::string database_;
  std::vector<Payload> staged_;
  std::unique_ptr<Tables> tables_;
};

}  // namespace crisper
