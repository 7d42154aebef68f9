// Backlog: how many wait in one place, and for how many periods in a row they have become more and more. Two ways to
// look at a period: at how many there are at its end, or at the least that there were in it. What fills up until
// somebody looks comes back to nothing, and what is under way rises once and stays: by the least, neither grows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/base/sim_time.hpp"

namespace crisper::properties {

class Backlog {
 public:
  /// So many wait now. For the least, often in a period: what is between two samples isn't seen.
  void sample(std::int64_t waiting) {
    waiting_ = waiting;
    least_ = std::min(least_, waiting);
  }

  /// A period that began at `begin` is over, as long as the others. How many in a row, up to this one, had more by
  /// `growth` than the one before.
  int close_by_last(SimTime begin, std::int64_t growth) { return close(begin, waiting_, growth); }
  int close_by_least(SimTime begin, std::int64_t growth) {
    return close(begin, least_ == unseen ? waiting_ : least_, growth);
  }

  std::int64_t waiting() const { return waiting_; }
  int periods() const { return periods_; }     ///< in a row that grew
  SimTime since() const { return since_; }     ///< when the first of them began
  std::int64_t from() const { return from_; }  ///< how many the one before it had

 private:
  static constexpr std::int64_t unseen = std::numeric_limits<std::int64_t>::max();

  int close(SimTime begin, std::int64_t had, std::int64_t growth) {
    const bool grew = had >= before_ + growth;
    if (grew && periods_ == 0) {
      since_ = begin;
      from_ = before_;
    }
    periods_ = grew ? periods_ + 1 : 0;
    before_ = had;
    least_ = unseen;
    return periods_;
  }

  std::int64_t waiting_ = 0;
  std::int64_t least_ = 0;  ///< in this period; one that is heard of late had nothing before
  std::int64_t before_ = 0;
  int periods_ = 0;
  SimTime since_{};
  std::int64_t from_ = 0;
};

}  // namespace crisper::properties
