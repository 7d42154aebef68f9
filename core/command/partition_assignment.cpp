#include "core/command/partition_assignment.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper {

PartitionAssignment::PartitionAssignment(PartitionAssignmentOptions options)
    : options_(options), owners_(options.partitions) {}

void PartitionAssignment::lend(FencingToken after, FencingToken through) {
  CRISPER_ASSERT(after >= last_ && through > after, "assignment numbers only grow");
  last_ = after;
  through_ = through;
}

FencingToken PartitionAssignment::next_number() {
  CRISPER_ASSERT(last_ < through_, "assignment numbers are lent before they are needed");
  return FencingToken{++last_.value};
}

std::vector<PartitionAssignment::Change> PartitionAssignment::heard(std::uint32_t group, SimTime now,
                                                                    const IsIdle& is_idle) {
  std::vector<Change> changes;
  const auto [found, joined] = groups_.try_emplace(group);
  found->second.until = now + options_.session;
  if (joined) {
    deadlines_.emplace(found->second.until, group);
    settled_ = false;
  }
  if (!settled_) settle(is_idle, changes);
  return changes;
}

std::vector<PartitionAssignment::Change> PartitionAssignment::expire(SimTime now, const IsIdle& is_idle) {
  std::vector<Change> changes;
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const std::uint32_t id = deadlines_.begin()->second;
    deadlines_.erase(deadlines_.begin());
    const auto group = groups_.find(id);
    if (group->second.until > now) {
      deadlines_.emplace(group->second.until, id);  // it was heard of since
      continue;
    }
    const std::set<std::uint32_t> lost = group->second.partitions;
    for (const std::uint32_t partition : lost) take(partition, changes);
    groups_.erase(group);
    settled_ = false;
  }
  if (!changes.empty()) settle(is_idle, changes);
  return changes;
}

std::vector<PartitionAssignment::Change> PartitionAssignment::leave(std::uint32_t id, const IsIdle& is_idle) {
  std::vector<Change> changes;
  const auto group = groups_.find(id);
  if (group == groups_.end() || !std::ranges::all_of(group->second.partitions, is_idle)) return changes;
  const std::set<std::uint32_t> given_back = group->second.partitions;
  for (const std::uint32_t partition : given_back) take(partition, changes);
  groups_.erase(group);
  std::erase_if(deadlines_, [id](const auto& each) { return each.second == id; });
  settled_ = false;
  settle(is_idle, changes);
  return changes;
}

std::optional<PartitionAssignment::Change> PartitionAssignment::renew(std::uint32_t partition) {
  std::optional<Owner>& owner = owners_[partition];
  if (!owner) return std::nullopt;
  owner->number = next_number();
  return Change{.partition = partition, .owner = *owner};
}

const std::set<std::uint32_t>& PartitionAssignment::partitions_of(std::uint32_t group) const {
  static const std::set<std::uint32_t> none;
  const auto found = groups_.find(group);
  return found == groups_.end() ? none : found->second.partitions;
}

void PartitionAssignment::settle(const IsIdle& is_idle, std::vector<Change>& changes) {
  if (groups_.empty()) return;
  for (std::uint32_t partition = 0; partition < owners_.size(); ++partition) {
    if (!owners_[partition]) give(partition, poorest(), changes);
  }
  while (relieve(poorest(), is_idle, changes)) {
  }
  const std::size_t least = poorest()->second.partitions.size();
  settled_ = std::ranges::all_of(groups_, [least](const auto& each) {
    return each.second.partitions.size() <= least + 1;
  });
}

bool PartitionAssignment::relieve(Groups::iterator poorest, const IsIdle& is_idle, std::vector<Change>& changes) {
  std::size_t most = poorest->second.partitions.size() + 1;
  std::optional<std::uint32_t> spare;
  for (const auto& [id, group] : groups_) {
    if (group.partitions.size() <= most) continue;
    const auto idle = std::ranges::find_if(group.partitions, is_idle);
    if (idle == group.partitions.end()) continue;
    most = group.partitions.size();
    spare = *idle;
  }
  if (!spare) return false;
  take(*spare, changes);
  give(*spare, poorest, changes);
  return true;
}

PartitionAssignment::Groups::iterator PartitionAssignment::poorest() {
  return std::ranges::min_element(groups_, {}, [](const auto& each) { return each.second.partitions.size(); });
}

void PartitionAssignment::give(std::uint32_t partition, Groups::iterator group, std::vector<Change>& changes) {
  owners_[partition] = Owner{.group = group->first, .number = next_number()};
  group->second.partitions.insert(partition);
  changes.push_back(Change{.partition = partition, .owner = *owners_[partition]});
}

void PartitionAssignment::take(std::uint32_t partition, std::vector<Change>& changes) {
  const Owner owner = *owners_[partition];
  groups_.at(owner.group).partitions.erase(partition);
  owners_[partition].reset();
  changes.push_back(Change{.partition = partition, .owner = owner, .assigned = false});
}

}  // namespace crisper
