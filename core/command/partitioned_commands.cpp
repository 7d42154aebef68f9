#include "core/command/partitioned_commands.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"
#include "core/message/body.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: assignment numbers up to here may have been given.
struct AssignmentsReserved {
  CRISPER_BODY(AssignmentsReserved);
  FencingToken through;
  CRISPER_FIELDS(through)
};

constexpr std::int64_t reserved_at_once = 1024;  ///< beyond what one turn may need: a sync is rare

}  // namespace

PartitionedCommands::PartitionedCommands(QueueRouting routing)
    : routing_(routing),
      assignment_({.partitions = routing.partitions, .session = routing.session}),
      partitions_(routing.partitions) {}

std::uint32_t PartitionedCommands::partition_of(StreamId stream) const {
  return static_cast<std::uint32_t>(mix_bits(stream.value) % routing_.partitions);
}

PartitionedCommands::LaneKey PartitionedCommands::lane_of(StreamId stream) const {
  return routing_.one_per_partition ? partition_of(stream) : stream.value;
}

void PartitionedCommands::make_ready(StreamId stream) {
  partitions_[partition_of(stream)].ready.push_back(lane_of(stream));
  ++ready_lanes_;
}

void PartitionedCommands::add(QueuedCommand command) {
  Lane& lane = lanes_[lane_of(command.stream)];
  lane.commands.push_back(command);
  ++size_;
  if (!lane.taken && lane.commands.size() == 1) make_ready(command.stream);
}

void PartitionedCommands::put_back(QueuedCommand command) {
  Lane& lane = lanes_[lane_of(command.stream)];
  lane.commands.push_front(command);
  ++size_;
  if (!lane.taken && lane.commands.size() == 1) make_ready(command.stream);
}

std::optional<GivenCommand> PartitionedCommands::take(std::uint32_t id) {
  const std::set<std::uint32_t>& mine = assignment_.partitions_of(id);
  Group& group = groups_[id];
  auto at = mine.upper_bound(group.last_served);
  for (std::size_t looked = 0; looked < mine.size(); ++looked, ++at) {
    if (at == mine.end()) at = mine.begin();
    Partition& partition = partitions_[*at];
    if (partition.ready.empty()) continue;
    group.last_served = *at;
    Lane& lane = lanes_.at(partition.ready.front());
    partition.ready.pop_front();
    --ready_lanes_;
    const GivenCommand given{.command = lane.commands.front(), .assignment = assignment_.owner(*at)->number};
    lane.commands.pop_front();
    --size_;
    lane.taken = true;
    partition.taken.push_back(given);
    ++taken_;
    return given;
  }
  return std::nullopt;
}

void PartitionedCommands::over(Context& context, QueuedCommand command, bool finished) {
  const std::uint32_t place = partition_of(command.stream);
  Partition& partition = partitions_[place];
  const auto given = std::ranges::find(partition.taken, command.id, [](const auto& each) { return each.command.id; });
  CRISPER_ASSERT(given != partition.taken.end(), "only what was taken can be over");
  const FencingToken number = given->assignment;
  partition.taken.erase(given);
  --taken_;
  const LaneKey key = lane_of(command.stream);
  Lane& lane = lanes_.at(key);
  lane.taken = false;
  if (lane.commands.empty()) {
    lanes_.erase(key);
  } else {
    make_ready(command.stream);
  }
  const auto& owner = assignment_.owner(place);
  if (!finished && owner && owner->number == number) observe(context, *assignment_.renew(place));
}

PartitionAssignment::IsIdle PartitionedCommands::idle() const {
  return [this](std::uint32_t partition) { return partitions_[partition].taken.empty(); };
}

void PartitionedCommands::heard(Context& context, ProcessId handler, std::uint32_t group) {
  groups_[group].handler = handler;
  groups_[group].members.insert(handler);
  const auto changes = assignment_.heard(group, context.time(routing_.clock), idle());
  for (const PartitionAssignment::Change& change : changes) observe(context, change);
}

void PartitionedCommands::left(Context& context, ProcessId handler, std::uint32_t group) {
  if (groups_[group].members.erase(handler) == 0 || !groups_[group].members.empty()) return;
  for (const PartitionAssignment::Change& change : assignment_.leave(group, idle())) observe(context, change);
}

std::vector<QueuedCommand> PartitionedCommands::expire(Context& context) {
  std::vector<QueuedCommand> lost;
  const auto changes = assignment_.expire(context.time(routing_.clock), idle());
  for (const PartitionAssignment::Change& change : changes) {
    observe(context, change);
    if (change.assigned) continue;
    for (const GivenCommand& given : partitions_[change.partition].taken) lost.push_back(given.command);
  }
  return lost;
}

void PartitionedCommands::observe(Context& context, const PartitionAssignment::Change& change) {
  context.observe({.kind = change.assigned ? ObservationKind::partition_assigned : ObservationKind::partition_revoked,
                   .peer = groups_[change.owner.group].handler,
                   .a = change.partition,
                   .b = change.owner.number.value});
}

bool PartitionedCommands::needs_preparation() const {
  // A turn may hear of a group, let others go, and see all that is taken come back.
  return assignment_.numbers_left() < 2 * assignment_.numbers_needed() + static_cast<std::int64_t>(taken_);
}

Task<> PartitionedCommands::prepare(Context& context) {
  const FencingToken after = reserved_;  // what is left of the last block is thrown away
  reserved_.value += 2 * assignment_.numbers_needed() + static_cast<std::int64_t>(taken_) + reserved_at_once;
  std::vector<Payload> records{Payload::of(AssignmentsReserved{.through = reserved_})};
  co_await durably(context, std::move(records));
  assignment_.lend(after, reserved_);
}

void PartitionedCommands::recover(const Payload& record) {
  if (const auto* reserved = record.as<AssignmentsReserved>()) reserved_ = std::max(reserved_, reserved->through);
}

void PartitionedCommands::keep(std::vector<Payload>& records) const {
  records.push_back(Payload::of(AssignmentsReserved{.through = reserved_}));
}

}  // namespace crisper
