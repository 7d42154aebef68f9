// MetricsCollector: all measures of one run, and what they come to.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "properties/metrics/measure.hpp"
#include "properties/metrics/metrics.hpp"

namespace crisper::properties {

class MetricsCollector final : public Observer {
 public:
  /// `names` outlives the collector. Spans of time whose end was seen before `warm_up` is over are left out. What is
  /// measured is told of each of these intervals, too.
  explicit MetricsCollector(const Names& names, SimTime warm_up = sim_start, RunIntervals intervals = {});
  MetricsCollector(const MetricsCollector&) = delete;  // measures know the intervals by their place
  MetricsCollector& operator=(const MetricsCollector&) = delete;

  bool wants(ObservationKind kind) const override { return !listeners(kind).empty(); }
  void observe(const Observation& observation, ObservationId id) override;
  /// The run has ended. Once; without it, what is open at the end is not measured.
  void finish(const RunEnd& end);

  /// All that was measured so far. Costs a few passes over all samples.
  Metrics metrics() const;
  /// The samples under this name ("staleness", "staleness.catalog" …); empty where there are none.
  Series samples(std::string_view name) const;

  /// After finish(): of each interval that the run came to, in their order. Costs a few passes over all samples.
  std::vector<IntervalMetrics> of_intervals() const;
  /// Those of this name that began in the interval that is called so; empty where there is none.
  Series samples(std::string_view name, const std::string& interval) const;

 private:
  const std::vector<Measure*>& listeners(ObservationKind kind) const {
    return listeners_[static_cast<std::size_t>(kind)];
  }

  /// Remembers what was measured so far, as of the warm-up.
  void end_warm_up();

  RunIntervals intervals_;
  SimTime ended_ = sim_start;
  SimTime warm_up_;
  bool is_warm_;
  std::map<std::string, std::uint64_t, std::less<>> of_warm_up_;  ///< samples of each series
  std::vector<std::unique_ptr<Measure>> measures_;  ///< as in the registry
  std::array<std::vector<Measure*>, observation_kinds.size()> listeners_;
};

}  // namespace crisper::properties
