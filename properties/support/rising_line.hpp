// RisingLine: how many wait in one place, and whether the least of them becomes more and more. What fills up until
// somebody looks comes back to nothing, and what is under way rises once and stays; neither is a line that rises.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/base/sim_time.hpp"

namespace crisper::properties {

class RisingLine {
 public:
  /// So many wait now. Often in a window: what is between two samples isn't seen.
  void sample(std::int64_t waiting) {
    waiting_ = waiting;
    least_ = std::min(least_, waiting);
  }
  /// A window that began at `begin` is over, as long as the others. True in the second of two in a row in which the
  /// least was higher by `growth` than in the one before, and in those that follow.
  bool close(SimTime begin, std::int64_t growth) {
    if (least_ == unseen) least_ = waiting_;
    const bool rose = least_ >= before_ + growth;
    if (rose && windows_ == 0) {
      since_ = begin;
      from_ = before_;
    }
    windows_ = rose ? windows_ + 1 : 0;
    before_ = least_;
    least_ = unseen;
    return windows_ >= 2;
  }

  std::int64_t waiting() const { return waiting_; }
  SimTime since() const { return since_; }     ///< the first of these windows
  std::int64_t from() const { return from_; }  ///< the least in the one before it

 private:
  static constexpr std::int64_t unseen = std::numeric_limits<std::int64_t>::max();

  std::int64_t waiting_ = 0;
  std::int64_t least_ = 0;  ///< in this window; one that is heard of late had nothing before
  std::int64_t before_ = 0;
  int windows_ = 0;  ///< in a row that rose
  SimTime since_{};
  std::int64_t from_ = 0;
};

}  // namespace crisper::properties
