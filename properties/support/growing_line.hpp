// GrowingLine: how many wait in one place, and for how many stretches of time in a row they have become more and more.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper::properties {

class GrowingLine {
 public:
  /// In a stretch: less is chance.
  static constexpr std::int64_t growth_least = 10;

  std::int64_t waiting = 0;  ///< now

  /// A stretch that began at `begin` is over. Whether they became more in it.
  bool close(SimTime begin) {
    const bool grew = waiting >= before_ + growth_least;
    if (grew && stretches_ == 0) {
      since_ = begin;
      from_ = before_;
    }
    stretches_ = grew ? stretches_ + 1 : 0;
    before_ = waiting;
    return grew;
  }
  /// In a row, in which they became more.
  int stretches() const { return stretches_; }
  SimTime since() const { return since_; }      ///< when that began
  std::int64_t from() const { return from_; }   ///< how many they were then

 private:
  std::int64_t before_ = 0;
  int stretches_ = 0;
  SimTime since_{};
  std::int64_t from_ = 0;
};

}  // namespace crisper::properties
