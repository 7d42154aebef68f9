#include "reports/stage_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/metrics/threshold.hpp"
#include "sim/workload/staged_load.hpp"

namespace crisper::reports {
namespace {

using properties::IntervalMetrics;

constexpr const char* not_measured = "-";

std::string count_text(const IntervalMetrics& stage, const std::string& name) {
  const auto found = stage.metrics.counts.find(name);
  return found == stage.metrics.counts.end() ? not_measured : fmt::format("{}", found->second);
}

std::string rate_of(const IntervalMetrics& stage, const std::string& name) {
  const auto found = stage.metrics.rates.find(name);
  if (found == stage.metrics.rates.end()) return not_measured;
  return found->second < 10 ? fmt::format("{:.3g}", found->second) : fmt::format("{:.1f}", found->second);
}

std::string busiest_text(const IntervalMetrics& stage) {
  const auto busiest = properties::busiest_of(stage);
  return busiest ? fmt::format("{} {:.0f} %", busiest->first, busiest->second * 100) : not_measured;
}

}  // namespace

std::vector<std::string> stage_columns() {
  return {"stage", "from", "for", "commands/s", "latency p50", "latency p99", "queue", "lag", "busiest"};
}

std::vector<std::vector<std::string>> stage_rows(const std::vector<IntervalMetrics>& stages) {
  std::vector<std::vector<std::string>> rows;
  for (const IntervalMetrics& stage : stages) {
    const auto latency = stage.metrics.times.find("command_latency");
    const bool is_known = latency != stage.metrics.times.end();
    rows.push_back({stage.name, to_text(stage.from), to_text(stage.lasting), rate_of(stage, "commands_per_second"),
                    is_known ? to_text(latency->second.p50) : not_measured,
                    is_known ? to_text(latency->second.p99) : not_measured, count_text(stage, "command_queue_peak"),
                    count_text(stage, "lag"), busiest_text(stage)});
  }
  return rows;
}

bool has_several_stages(const std::vector<IntervalMetrics>& stages) {
  const auto is_stage = [](const IntervalMetrics& each) { return each.name != sim::behind_the_stages; };
  return std::ranges::count_if(stages, is_stage) > 1;
}

}  // namespace crisper::reports
