// PartitionedCommands: commands by partition, each partition for one group of handlers at a time.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "core/base/fifo.hpp"
#include "core/command/partition_assignment.hpp"
#include "core/command/queue_routing.hpp"
#include "core/command/visible_commands.hpp"

namespace crisper {

/// A stream's partition is its hash; a partition's owner is up to PartitionAssignment, whose numbers are reserved on
/// the queue's disk by the block, so that none is given twice however often the queue restarts. Commands wait in lanes:
/// one per partition or one per stream, of which at most one command is in a handler's hands. What comes back goes to
/// the head of its lane, and raises the partition's number: the handler that had it may still be at work, and must lose
/// against the next.
class PartitionedCommands final : public VisibleCommands {
 public:
  explicit PartitionedCommands(QueueRouting routing);

  std::size_t size() const override { return size_; }
  bool has_some() const override { return ready_lanes_ > 0; }
  void add(QueuedCommand command) override;
  void put_back(QueuedCommand command) override;
  /// Goes round the group's partitions, and round the lanes of each.
  std::optional<GivenCommand> take(std::uint32_t group) override;
  void over(Context& context, QueuedCommand command, bool finished) override;
  void heard(Context& context, ProcessId handler, std::uint32_t group) override;
  void left(Context& context, ProcessId handler, std::uint32_t group) override;
  std::vector<QueuedCommand> expire(Context& context) override;
  SimTime next_expiry(const Context& context) const override {
    return context.on_monotonic(assignment_.next_expiry(), routing_.clock);
  }
  bool needs_preparation() const override;
  Task<> prepare(Context& context) override;
  void recover(const Payload& record) override;
  void keep(std::vector<Payload>& records) const override;

 private:
  using LaneKey = std::uint64_t;
  struct Lane {
    Fifo<QueuedCommand> commands;
    bool taken = false;  ///< one of its commands is with a handler
  };
  struct Partition {
    std::deque<LaneKey> ready;  ///< lanes with commands of which none is taken
    std::vector<GivenCommand> taken;
  };
  struct Group {
    ProcessId handler;                    ///< the last that was heard
    std::set<ProcessId> members;          ///< heard, and not left
    std::uint32_t last_served = 0;        ///< partition
  };

  std::uint32_t partition_of(StreamId stream) const;
  LaneKey lane_of(StreamId stream) const;
  void make_ready(StreamId stream);
  PartitionAssignment::IsIdle idle() const;
  void observe(Context& context, const PartitionAssignment::Change& change);

  QueueRouting routing_;
  PartitionAssignment assignment_;
  std::vector<Partition> partitions_;
  std::unordered_map<LaneKey, Lane> lanes_;  // lookup only
  std::map<std::uint32_t, Group> groups_;
  FencingToken reserved_;  ///< on disk
  std::size_t size_ = 0, ready_lanes_ = 0, taken_ = 0;
};

}  // namespace crisper
