#include "properties/metrics/run_intervals.hpp"

#include <algorithm>

namespace crisper::properties {

RunIntervals::RunIntervals(const sim::StagedLoad& load) : start_(load.start), end_(load.end), repeat_(load.repeat) {
  if (load.stages.empty() || load.stages.size() > stages_max) return;
  for (std::size_t place = 0; place < load.stages.size(); ++place) {
    names_.push_back(sim::name_of_stage(load.stages, place));
    begins_.push_back(whole_);
    whole_ += load.stages[place].lasting;
  }
  names_.emplace_back(sim::behind_the_stages);
  if (!repeat_) end_ = std::min(end_, start_ + whole_);
}

RunIntervals::Index RunIntervals::named(const std::string& name) const {
  const auto found = std::ranges::find(names_, name);
  return found == names_.end() ? none : static_cast<Index>(found - names_.begin());
}

RunIntervals::Index RunIntervals::at(SimTime instant) const {
  if (empty() || instant < start_) return none;
  if (instant >= end_) return behind();
  const Duration since = (instant - start_) % whole_;  // of stages that don't repeat: less than the whole
  return static_cast<Index>(std::ranges::upper_bound(begins_, since) - begins_.begin() - 1);
}

SimTime RunIntervals::begin_of(Index interval) const {
  if (interval == behind()) return end_;
  const SimTime begin = start_ + begins_[interval];
  return begin < end_ ? begin : sim_never;
}

Duration RunIntervals::over_by(Index interval, SimTime instant) const {
  if (interval == behind()) return std::max(instant, end_) - end_;
  const Duration since = std::max(std::min(instant, end_), start_) - start_;
  const Duration length = length_of(interval);
  const auto passes = repeat_ ? since / whole_ : 0;
  return passes * length + std::clamp(since - passes * whole_ - begins_[interval], Duration::zero(), length);
}

}  // namespace crisper::properties
