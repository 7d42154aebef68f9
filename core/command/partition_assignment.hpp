// PartitionAssignment: which group of handlers has which partition of a queue, and under which number.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"

namespace crisper {

struct PartitionAssignmentOptions {
  std::uint32_t partitions = 1;
  Duration session{};  ///< a group not heard of for so long is gone
};

/// Every partition has at most one owner. A group that is gone loses its partitions at once; live groups share the
/// partitions evenly, but one changes hands between live groups only while it is idle. Each assignment has a number of
/// its own, higher than all before. Volatile: who restarts it lends it numbers that were never lent before.
class PartitionAssignment {
 public:
  struct Owner {
    std::uint32_t group = 0;
    FencingToken number;
    friend bool operator==(const Owner&, const Owner&) = default;
  };
  struct Change {
    std::uint32_t partition = 0;
    Owner owner;
    bool assigned = true;  ///< false: revoked
  };
  using IsIdle = std::function<bool(std::uint32_t partition)>;

  explicit PartitionAssignment(PartitionAssignmentOptions options);

  /// Numbers after `after`, up to `through`, may be given.
  void lend(FencingToken after, FencingToken through);
  std::int64_t numbers_left() const { return through_.value - last_.value; }
  /// No call needs more numbers than this.
  std::int64_t numbers_needed() const { return 2 * static_cast<std::int64_t>(owners_.size()) + 1; }

  /// The group is alive. Costs a look-up while all is shared out evenly.
  std::vector<Change> heard(std::uint32_t group, SimTime now, const IsIdle& is_idle);
  /// Takes the partitions of groups that are gone, and shares them out.
  std::vector<Change> expire(SimTime now, const IsIdle& is_idle);
  /// The group's partitions go to others at once. While one of them isn't idle nothing changes: its session will end.
  std::vector<Change> leave(std::uint32_t group, const IsIdle& is_idle);
  /// The same owner under a new number: something given out under the old one may still be at work.
  std::optional<Change> renew(std::uint32_t partition);

  const std::optional<Owner>& owner(std::uint32_t partition) const { return owners_[partition]; }
  /// What the group has; empty for one that is not alive.
  const std::set<std::uint32_t>& partitions_of(std::uint32_t group) const;
  std::size_t live_groups() const { return groups_.size(); }
  /// Not before then can a group be gone.
  SimTime next_expiry() const { return deadlines_.empty() ? sim_never : deadlines_.begin()->first; }

 private:
  struct Group {
    SimTime until;
    std::set<std::uint32_t> partitions;
  };
  using Groups = std::map<std::uint32_t, Group>;

  void settle(const IsIdle& is_idle, std::vector<Change>& changes);
  /// Moves one idle partition from a group that has too much to `poorest`; false where there is none.
  bool relieve(Groups::iterator poorest, const IsIdle& is_idle, std::vector<Change>& changes);
  Groups::iterator poorest();
  void give(std::uint32_t partition, Groups::iterator group, std::vector<Change>& changes);
  void take(std::uint32_t partition, std::vector<Change>& changes);
  FencingToken next_number();

  PartitionAssignmentOptions options_;
  std::vector<std::optional<Owner>> owners_;  ///< by partition
  Groups groups_;                             ///< the live ones
  std::multimap<SimTime, std::uint32_t> deadlines_;  ///< one for each group, perhaps too early
  bool settled_ = false;                             ///< all assigned, and evenly
  FencingToken last_, through_;
};

}  // namespace crisper
