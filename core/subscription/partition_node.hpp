// PartitionNode: a consumer's node at a partitioned log: fetches from its partitions, has its consumer carry it out,
// and commits how far that has come.
#pragma once

#include "core/log/partitioned_log.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct PartitionNodeOptions {
  ProcessId log;
  ProcessId consumer;
  Duration poll{};  ///< the wait where there was nothing
  std::uint32_t batch = 0;
  Duration timeout{};  ///< of every call
};

/// Loops in its first turn and keeps nothing: what it could not commit is fetched again.
class PartitionNode final : public Process {
 public:
  explicit PartitionNode(PartitionNodeOptions options) : options_(options) {}
  Task<> start(Context& context) override;

 private:
  /// True where everything was carried out and committed.
  Task<bool> carry_out(Context& context, const PartitionBatches& batches);

  PartitionNodeOptions options_;
};

}  // namespace crisper
