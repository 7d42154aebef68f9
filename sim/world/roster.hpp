// Roster: who is present, in the order of coming. A client may have thousands of turns under way, and each of them must
// be able to leave without a search.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace crisper::sim {

/// What a member of a roster carries for it.
struct RosterEntry {
  std::size_t place = 0;
  std::uint64_t number = 0;
};

/// Members have a public `RosterEntry roster_entry` and are in one roster at a time. Coming and leaving cost O(1).
template <class Member>
class Roster {
 public:
  void add(Member& member) {
    member.roster_entry = {.place = members_.size(), .number = ++last_};
    members_.push_back(&member);
  }
  void remove(Member& member) {
    const std::size_t place = member.roster_entry.place;
    members_[place] = members_.back();
    members_[place]->roster_entry.place = place;
    members_.pop_back();
  }
  /// All of them, in the order of their coming; none is left.
  std::vector<Member*> take_all() {
    std::ranges::sort(members_, {}, [](const Member* member) { return member->roster_entry.number; });
    return std::exchange(members_, {});
  }
  std::size_t size() const { return members_.size(); }
  bool empty() const { return members_.empty(); }

 private:
  std::vector<Member*> members_;
  std::uint64_t last_ = 0;
};

}  // namespace crisper::sim
