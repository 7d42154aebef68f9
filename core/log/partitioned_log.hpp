// PartitionedLog: a log split by stream into partitions. The nodes of a consumer share the partitions, fetch from where
// their consumer has committed, and commit how far they have come; a node that isn't heard of loses its partitions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/command/partition_assignment.hpp"
#include "core/log/hand_over_desk.hpp"
#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// A place in one partition, under the number by which a node has it.
struct PartitionPlace {
  std::uint32_t partition = 0;
  FencingToken number;
  LogOffset through;
  friend bool operator==(const PartitionPlace&, const PartitionPlace&) = default;
  CRISPER_FIELDS(partition, number, through)
};

/// Node to log: I am alive; give me what is next in my partitions. Answered with PartitionBatches.
struct FetchPartitions {
  CRISPER_BODY(FetchPartitions);
  std::uint32_t limit = 0;
  CRISPER_FIELDS(limit)
};

struct PartitionBatches {
  CRISPER_BODY(PartitionBatches);
  std::vector<LoggedEvent> events;     ///< of all its partitions, each partition's in order
  std::vector<PartitionPlace> places;  ///< where each of these partitions ends in this batch
  CRISPER_FIELDS(events, places)
};

/// Node to log: everything through there is dealt with. Answered with OffsetsCommitted; what comes under a number that
/// is no longer the partition's is not taken.
struct CommitOffsets {
  CRISPER_BODY(CommitOffsets);
  std::vector<PartitionPlace> places;
  CRISPER_FIELDS(places)
};

struct OffsetsCommitted {
  CRISPER_BODY(OffsetsCommitted);
  std::uint32_t refused = 0;  ///< places whose partition the node has lost
  CRISPER_FIELDS(refused)
};

struct PartitionedLogOptions {
  std::shared_ptr<const std::vector<HandOverGroup>> groups;
  std::uint32_t partitions = 1;
  Duration session{};
};

/// Answers Delivery of RecordedEvents, FetchPartitions and CommitOffsets. Appends are on disk before they are answered;
/// commits are not: forgetting one costs a repetition.
class PartitionedLog final : public Process {
 public:
  explicit PartitionedLog(PartitionedLogOptions options);
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  struct Progress {
    LogOffset committed;
    LogOffset fetched;
  };
  struct Group {
    HandOverGroup nodes;
    PartitionAssignment assignment;
    std::vector<Progress> progress;  ///< by partition
  };

  Task<> append(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  void fetch(Context& context, const Envelope& envelope, const FetchPartitions& request);
  PartitionBatches next_of(Group& group, std::uint32_t node, std::uint32_t limit) const;
  void commit(Context& context, const Envelope& envelope, const CommitOffsets& request);
  void tell(Context& context, const Group& group, const std::vector<PartitionAssignment::Change>& changes);
  void keep(const Payload& event);
  Group* group_of(ProcessId node);

  PartitionedLogOptions options_;
  std::vector<Group> groups_;
  std::vector<std::vector<LoggedEvent>> partitions_;
  LogOffset head_;
};

}  // namespace crisper
