// RunIntervals: the named intervals of a run that are told one by one: the stages of its load, and what comes behind
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "sim/workload/staged_load.hpp"

namespace crisper::properties {

/// They share out the run from the beginning of the load: each instant is of one interval, or before all of them. One
/// of stages that repeat is all that is of this stage, on every day.
class RunIntervals {
 public:
  using Index = std::uint8_t;
  static constexpr Index none = 255;
  /// A load of more stages is told as a whole: nobody reads so many tables.
  static constexpr std::size_t stages_max = 100;

  RunIntervals() = default;
  explicit RunIntervals(const sim::StagedLoad& load);

  bool empty() const { return names_.empty(); }
  std::size_t size() const { return names_.size(); }
  const std::string& name(Index interval) const { return names_[interval]; }
  /// `none` where there is none of that name.
  Index named(const std::string& name) const;

  /// Costs a search among the stages, of which there are few.
  Index at(SimTime instant) const;
  /// When it begins for the first time; sim_never where the load is over before.
  SimTime begin_of(Index interval) const;
  /// How much of it is over by then.
  Duration over_by(Index interval, SimTime instant) const;

  /// add(interval, how long) for each in which some of this span lies. Costs no more than at(), unless the span
  /// crosses from one interval to another.
  template <class Add>
  void share_out(SimTime from, SimTime to, Add add) const {
    if (to <= from || to <= start_ || empty()) return;
    const Index here = at(from);
    if (here != none && part_of(here, from, to) == to - from) return add(here, to - from);
    for (Index each = 0; each < size(); ++each) {
      if (const Duration part = part_of(each, from, to); part > Duration::zero()) add(each, part);
    }
  }

 private:
  Index behind() const { return static_cast<Index>(begins_.size()); }
  Duration length_of(Index stage) const {
    return (stage + 1U < begins_.size() ? begins_[stage + 1U] : whole_) - begins_[stage];
  }
  Duration part_of(Index interval, SimTime from, SimTime to) const {
    return over_by(interval, to) - over_by(interval, from);
  }

  std::vector<std::string> names_;  ///< of the stages, and of what is behind them
  std::vector<Duration> begins_;    ///< of each stage, since the load's beginning
  Duration whole_{};                ///< of all stages
  SimTime start_{};
  SimTime end_ = sim_never;  ///< of the load, or of stages that don't repeat, whichever is first
  bool repeat_ = false;
};

}  // namespace crisper::properties
