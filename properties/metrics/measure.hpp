// Measure: something about a run that numbers can tell. It watches observations while the run goes on and tells its
// metrics when the run has ended. What a property is to verdicts, a measure is to metrics.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/metrics/run_intervals.hpp"
#include "properties/metrics/series.hpp"
#include "properties/names.hpp"
#include "properties/run_end.hpp"
#include "properties/support/kind_set.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace crisper::properties {

enum class MetricType : std::uint8_t {
  time,   ///< spans of simulated time, told as percentiles
  count,  ///< how many, or how deep
  rate,   ///< things per second, things per thing, or a share from 0 to 1
};

/// What a metric is told for one by one.
enum class MetricParts : std::uint8_t { none, processes, roles, consumers, function_hosts, categories, drop_reasons };

/// What is known of a metric before any run.
struct MetricInfo {
  std::string_view name;  ///< as thresholds and reports write it; parts follow a dot: staleness.catalog
  MetricType type{};
  std::string_view meaning;    ///< one line
  bool of_time = false;        ///< rates: of a length of time, and not of so many things
  bool adds_up_parts = false;  ///< times: the percentiles of all parts together are told as well
  bool in_intervals = false;   ///< counts and rates: told of each interval, too; times always are
  MetricParts parts{};
  sim::MetricUnit of_rate = sim::MetricUnit::ratio;  ///< rates: of which kind

  sim::MetricUnit unit() const {
    return type == MetricType::time    ? sim::MetricUnit::time
           : type == MetricType::count ? sim::MetricUnit::count
                                       : of_rate;
  }
};

/// Where a measure puts its numbers. What was not measured is not told: zero is a measurement.
class MetricSink {
 public:
  virtual ~MetricSink() = default;
  /// `samples` outlives the call; a series without samples counts as not measured.
  virtual void time(std::string name, const Series& samples) = 0;
  virtual void count(std::string name, std::uint64_t value) = 0;
  virtual void rate(std::string name, double value) = 0;
};

/// Where it puts those counts and rates that it has of each interval of the run.
class IntervalSink {
 public:
  virtual ~IntervalSink() = default;
  virtual void count(RunIntervals::Index interval, std::string name, std::uint64_t value) = 0;
  virtual void rate(RunIntervals::Index interval, std::string name, double value) = 0;
};

struct MeasureInfo {
  std::vector<MetricInfo> metrics;
  KindSet wants;
};

class Measure {
 public:
  /// `names` outlives the measure.
  explicit Measure(const Names& names) : names_(names) {}
  virtual ~Measure() = default;

  virtual void observe(const Observation& seen) = 0;
  /// The run has ended. Once, after the last observation.
  virtual void finish(const RunEnd&) {}
  virtual void tell(MetricSink& sink) const = 0;
  /// Only where there are intervals. Spans of time bear theirs themselves: see add_span().
  virtual void tell_intervals(IntervalSink&) const {}

  /// Before the first observation; they outlive the measure. Without it there are none.
  void tell_by(const RunIntervals& intervals) { intervals_ = &intervals; }

 protected:
  const Names& names() const { return names_; }
  /// Null: nothing is told by itself.
  const RunIntervals* intervals() const { return intervals_; }

  /// A span of time that is over now: it is of the interval in which it began.
  void add_span(Series& series, std::int64_t ns, SimTime now) const {
    if (!intervals_) return series.add(ns);
    series.add(ns, intervals_->at(now - Duration(ns)));
  }
  /// The greatest that was seen in each interval; where nothing was, nothing is told.
  using Peaks = std::vector<std::optional<std::uint64_t>>;
  void note_peak(Peaks& peaks, SimTime now, std::uint64_t value) const {
    if (auto* peak = part_of(peaks, now)) *peak = std::max(peak->value_or(value), value);
  }
  static void tell_peaks(const Peaks& peaks, const std::string& name, IntervalSink& sink) {
    for (std::size_t each = 0; each < peaks.size(); ++each) {
      if (peaks[each]) sink.count(static_cast<RunIntervals::Index>(each), name, *peaks[each]);
    }
  }
  /// What is kept for the interval of this instant; null where it is of none.
  template <class T>
  T* part_of(std::vector<T>& parts, SimTime now) const {
    const RunIntervals::Index here = intervals_ ? intervals_->at(now) : RunIntervals::none;
    if (here == RunIntervals::none) return nullptr;
    if (parts.empty()) parts.resize(intervals_->size());
    return &parts[here];
  }

 private:
  const Names& names_;
  const RunIntervals* intervals_ = nullptr;
};

}  // namespace crisper::properties
