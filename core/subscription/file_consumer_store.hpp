// FileConsumerStore: a projection's rows, the ids it has seen and its checkpoint in one file on the process's simulated
// disk. Each commit writes the whole file anew beside the old one, syncs it and renames it: whatever a crash leaves, it
// leaves one of the two, whole.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "core/runtime/disk_files.hpp"
#include "core/subscription/consumer_store.hpp"

namespace crisper {

class FileConsumerStore final : public ConsumerStore {
 public:
  /// What was seen longer before the last event than `inbox_window` is left out of the file: the inbox forgets it, too.
  explicit FileConsumerStore(Duration inbox_window) : inbox_window_(inbox_window) {}

  void recover(Context& context, const std::function<void(const Payload&)>& restore) override;
  /// RowChanged, EventSeen or CheckpointReached; anything else is a mistake of the programmer.
  void stage(Payload change) override;
  /// Costs the whole view and inbox, however little has changed.
  Task<Result<void, DiskError>> commit(Context& context, std::span<const Observation> once_durable) override;
  /// The file is the state already: there is nothing to make shorter.
  Task<> snapshot(Context&, std::vector<Payload>) override { co_return; }

 private:
  /// What the file is to hold now.
  std::string bytes() const;
  void write_beside_and_rename();

  Duration inbox_window_;
  std::optional<DiskFiles> files_;  ///< as the disk has them; from recover() on
  // All that was staged, be it durable or not: what a commit failed to write, the next one writes.
  std::map<RowKey, std::int64_t> rows_;
  std::deque<EventSeen> seen_;
  LogOffset checkpoint_;
};

}  // namespace crisper
