// R12: which group of handlers has which partition.
#include "core/command/partition_assignment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace crisper {
namespace {

using namespace std::chrono_literals;
using Change = PartitionAssignment::Change;

const PartitionAssignment::IsIdle all_idle = [](std::uint32_t) { return true; };
const PartitionAssignment::IsIdle none_idle = [](std::uint32_t) { return false; };

PartitionAssignment assignment(std::uint32_t partitions) {
  PartitionAssignment made({.partitions = partitions, .session = 1s});
  made.lend(FencingToken{0}, FencingToken{1'000'000});
  return made;
}

TEST(PartitionAssignment, gives_a_group_that_joins_its_share_of_what_is_idle) {
  // R12. Wrong: a group that joins would stand by, or be given what somebody else is working on.
  PartitionAssignment shares = assignment(4);
  EXPECT_EQ(shares.heard(1, sim_start, all_idle).size(), 4u);
  EXPECT_TRUE(shares.heard(2, sim_start, none_idle).empty());
  EXPECT_EQ(shares.partitions_of(2).size(), 0u);
  const std::vector<Change> moved = shares.heard(2, sim_start, [](std::uint32_t partition) { return partition == 3; });
  ASSERT_EQ(moved.size(), 2u);
  EXPECT_FALSE(moved[0].assigned);
  EXPECT_EQ(moved[0].owner.group, 1u);
  EXPECT_TRUE(moved[1].assigned);
  EXPECT_EQ(moved[1].owner.group, 2u);
  EXPECT_GT(moved[1].owner.number, moved[0].owner.number);
  EXPECT_EQ(shares.partitions_of(2), std::set<std::uint32_t>{3});
  shares.heard(1, sim_start, all_idle);
  EXPECT_EQ(shares.partitions_of(1).size(), 2u);
  EXPECT_EQ(shares.partitions_of(2).size(), 2u);
}

TEST(PartitionAssignment, gives_what_a_group_that_leaves_had_to_the_others_at_once) {
  // R41. Wrong: its partitions would stand still for a session, or be taken while somebody is at work on them.
  PartitionAssignment shares = assignment(4);
  shares.heard(1, sim_start, all_idle);
  shares.heard(2, sim_start, all_idle);
  EXPECT_TRUE(shares.leave(2, none_idle).empty());
  EXPECT_EQ(shares.partitions_of(2).size(), 2u);
  shares.leave(2, all_idle);
  EXPECT_EQ(shares.partitions_of(1).size(), 4u);
  EXPECT_EQ(shares.live_groups(), 1u);
  EXPECT_TRUE(shares.leave(2, all_idle).empty());
  shares.heard(2, sim_start + 500ms, all_idle);  // it comes again, with a session of its own
  EXPECT_EQ(shares.partitions_of(2).size(), 2u);
  shares.heard(1, sim_start + 1s, all_idle);
  shares.expire(sim_start + 1s, all_idle);
  EXPECT_EQ(shares.live_groups(), 2u);
}

TEST(PartitionAssignment, takes_everything_from_a_group_not_heard_of_for_a_session_and_no_earlier) {
  // R12. Wrong: partitions would stay with the dead, or be taken from the living.
  PartitionAssignment shares = assignment(4);
  shares.heard(1, sim_start, all_idle);
  shares.heard(2, sim_start, all_idle);
  shares.heard(1, sim_start + 900ms, all_idle);
  EXPECT_TRUE(shares.expire(sim_start + 1s - 1ns, none_idle).empty());
  EXPECT_EQ(shares.live_groups(), 2u);
  const std::vector<Change> changes = shares.expire(sim_start + 1s, none_idle);
  EXPECT_EQ(std::ranges::count(changes, false, &Change::assigned), 2);
  EXPECT_EQ(std::ranges::count(changes, true, &Change::assigned), 2);
  EXPECT_EQ(shares.partitions_of(1).size(), 4u);
  EXPECT_EQ(shares.partitions_of(2).size(), 0u);
  EXPECT_EQ(shares.next_expiry(), sim_start + 1900ms);
  shares.expire(sim_start + 2s, none_idle);
  EXPECT_FALSE(shares.owner(0)) << "nobody is left";
  EXPECT_EQ(shares.next_expiry(), sim_never);
}

TEST(PartitionAssignment, renews_an_assignment_under_a_higher_number) {
  // R12. Wrong: a handler that lost its command, but whose group lives, could not be told from its successor.
  PartitionAssignment shares = assignment(2);
  EXPECT_FALSE(shares.renew(0)) << "nobody has it";
  shares.heard(1, sim_start, all_idle);
  const FencingToken before = std::max(shares.owner(0)->number, shares.owner(1)->number);
  ASSERT_TRUE(shares.renew(0));
  EXPECT_GT(shares.owner(0)->number, before);
  EXPECT_EQ(shares.owner(0)->group, 1u);
}

/// Each partition has the owner that the changes so far told of, and one as soon as there is a group at all.
void has_told_owners(const PartitionAssignment& shares, const std::vector<PartitionAssignment::Owner>& told,
                     const std::set<std::uint32_t>& groups) {
  const bool any_group = shares.live_groups() > 0;
  for (std::uint32_t partition = 0; partition < told.size(); ++partition) {
    const auto& owner = shares.owner(partition);
    RC_ASSERT(owner.has_value() == any_group);
    RC_ASSERT(owner.value_or(PartitionAssignment::Owner{}) == told[partition]);
    if (owner) RC_ASSERT(shares.partitions_of(owner->group).contains(partition));
  }
  std::size_t owned = 0;
  for (const std::uint32_t group : groups) owned += shares.partitions_of(group).size();
  RC_ASSERT(owned == (any_group ? told.size() : 0u));
}

void shares_are_even(const PartitionAssignment& shares, std::size_t partitions, const std::set<std::uint32_t>& groups) {
  std::size_t least = partitions, most = 0, live = 0;
  for (const std::uint32_t group : groups) {
    const std::size_t share = shares.partitions_of(group).size();
    if (share == 0) continue;
    ++live;
    least = std::min(least, share);
    most = std::max(most, share);
  }
  RC_ASSERT(most - least <= 1u);
  RC_ASSERT(live == std::min<std::size_t>(shares.live_groups(), partitions));
}

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(PartitionAssignmentLaw, EveryPartitionHasOneLiveOwnerUnderNumbersThatOnlyGrow, ()) {
  // R12. Wrong: two groups would have one partition, nobody would, or an old assignment would look like the newest.
  using namespace crisper;
  const auto partitions = *rc::gen::inRange<std::uint32_t>(1, 12);
  PartitionAssignment shares({.partitions = partitions, .session = 1s});
  std::int64_t lent = 1000;
  shares.lend(FencingToken{0}, FencingToken{lent});
  std::vector<PartitionAssignment::Owner> known(partitions);  // group zero: nobody
  FencingToken last;
  SimTime now = sim_start;
  std::vector<bool> busy(partitions);
  std::set<std::uint32_t> asked;
  const PartitionAssignment::IsIdle idle = [&](std::uint32_t partition) { return !busy[partition]; };
  const auto follow = [&](const std::vector<Change>& changes, bool only_idle) {
    for (const Change& change : changes) {
      PartitionAssignment::Owner& owner = known[change.partition];
      if (change.assigned) {
        RC_ASSERT(owner.group == 0u);  // it was taken from whoever had it
        RC_ASSERT(change.owner.number > last);
        last = change.owner.number;
        owner = change.owner;
      } else {
        RC_ASSERT(owner == change.owner);
        if (only_idle) RC_ASSERT(!busy[change.partition]);
        owner = {};
      }
    }
  };
  for (int steps = *rc::gen::inRange(0, 60); steps > 0; --steps) {
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
      case 1: {
        const auto group = *rc::gen::inRange<std::uint32_t>(1, 5);
        asked.insert(group);
        follow(shares.heard(group, now, idle), true);
        break;
      }
      case 2:
        now += std::chrono::milliseconds(*rc::gen::inRange(0, 700));
        follow(shares.expire(now, idle), false);
        break;
      case 3: {
        const auto partition = *rc::gen::inRange<std::uint32_t>(0, partitions);
        busy[partition] = !busy[partition];
        break;
      }
      case 4: {
        const auto renewed = shares.renew(*rc::gen::inRange<std::uint32_t>(0, partitions));
        if (!renewed) break;
        RC_ASSERT(renewed->owner.number > last);
        RC_ASSERT(renewed->owner.group == known[renewed->partition].group);
        known[renewed->partition] = renewed->owner;
        last = renewed->owner.number;
        break;
      }
      default:  // a restart: all is forgotten but what was lent
        shares = PartitionAssignment({.partitions = partitions, .session = 1s});
        shares.lend(FencingToken{lent}, FencingToken{lent + 1000});
        lent += 1000;
        std::ranges::fill(known, PartitionAssignment::Owner{});
    }
    has_told_owners(shares, known, asked);
  }
  // Once all is idle and somebody asks, the shares are even.
  busy.assign(partitions, false);
  follow(shares.heard(1, now, idle), true);
  asked.insert(1);
  shares_are_even(shares, partitions, asked);
}
