// TimeCharts: how a run went, over time, as its trace tells: sampled in slots of equal length, so that a trace of any
// size makes charts of one size. The figures beside them are of all that the trace has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/sim_time.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/trace/trace_reader.hpp"

namespace crisper::reports {

enum class ChartKind : std::uint8_t {
  spans,  ///< lengths of time, each at the end of the span: the longest and the mean of a slot
  level,  ///< how many there are, which stays until it changes: the most in a slot
  rate,   ///< how often: per second
};

struct ChartSeries {
  std::string name;
  std::uint64_t count = 0;  ///< rows of the trace
  double most = 0;          ///< of all of them, whatever the slot; of a rate: in the busiest slot
  double mean = 0;          ///< spans: of all rows; rate: per second of the whole run; level: not known, zero
  SimTime most_at{};        ///< end of the slot that has the most
  std::vector<std::optional<double>> tops{};   ///< by slot; nothing where nothing was measured
  std::vector<std::optional<double>> means{};  ///< spans only
};

struct TimeChart {
  std::string_view id;  ///< a word, for links
  std::string_view title;
  std::string_view meaning{};
  ChartKind kind{};
  std::vector<ChartSeries> series{};  ///< those with the highest tops
  std::size_t left_out = 0;           ///< series that are not shown
};

/// A fault that lasts, and struck. A crash lasts until the last of those that it struck has begun again.
struct FaultBand {
  std::string words;
  SimTime from{};
  SimTime to{};
};

/// Values are nanoseconds (spans), numbers (level), or per second (rate).
struct TimeCharts {
  SimTime ended{};
  Duration slot{};
  std::vector<TimeChart> charts{};
  std::vector<FaultBand> bands{};
  std::size_t bands_left_out = 0;
  std::vector<std::string> silent{};  ///< titles of charts that have nothing to show
};

inline constexpr std::size_t slots_max = 240;
inline constexpr std::size_t series_max = 6;

/// `plan` is the run's; where it is not known, an empty one: then no fault has a band. Fails with one line where the
/// trace can't be read. Costs a walk through it for each chart.
Result<TimeCharts, std::string> charts_of(const sim::TraceReader& trace, const sim::FaultPlan& plan, SimTime ended);

}  // namespace crisper::reports
