// PlotSeries: what the plots draw, gathered while the time machine walks through the run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gui/models/run_state.hpp"

namespace crisper::gui {

struct Series {
  enum class Panel : std::uint8_t { queue, behind, staleness, waits, latency, throughput };
  Panel panel{};
  std::string name;
  bool steps = false;              ///< a level that stays until it changes; else single points
  std::vector<double> seconds{};
  std::vector<double> values{};
};

class PlotSeries {
 public:
  static constexpr const char* title_of(Series::Panel panel) {
    constexpr const char* titles[] = {"Queue depth (commands)", "Events behind",            "Staleness (ms)",
                                      "Waits for locks (ms)",   "Latency of commands (ms)", "Throughput (commands/s)"};
    return titles[static_cast<std::size_t>(panel)];
  }

  /// To be called with every state of the run, in order.
  void watch(const TraceData& data, const TraceIndex& index, const RunState& state);
  /// To be called once after the last.
  void finish(const TraceData& data);

  const std::vector<Series>& series() const { return series_; }

 private:
  Series& of(Series::Panel panel, const std::string& name, bool steps);
  void level(Series::Panel panel, const std::string& name, double seconds, double value);
  void point(Series::Panel panel, const std::string& name, double seconds, double value);

  std::vector<Series> series_;
  std::vector<std::int64_t> decided_at_;
};

}  // namespace crisper::gui
