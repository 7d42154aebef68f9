#include "gui/models/plot_series.hpp"

#include <algorithm>

namespace crisper::gui {
namespace {

using Kind = ObservationKind;
constexpr std::int64_t throughput_buckets = 120;

}  // namespace

Series& PlotSeries::of(Series::Panel panel, const std::string& name, bool steps) {
  for (Series& each : series_) {
    if (each.panel == panel && each.name == name) return each;
  }
  return series_.emplace_back(Series{.panel = panel, .name = name, .steps = steps});
}

void PlotSeries::level(Series::Panel panel, const std::string& name, double seconds, double value) {
  Series& series = of(panel, name, true);
  if (!series.values.empty() && series.values.back() == value) return;
  series.seconds.push_back(seconds);
  series.values.push_back(value);
}

void PlotSeries::point(Series::Panel panel, const std::string& name, double seconds, double value) {
  Series& series = of(panel, name, false);
  series.seconds.push_back(seconds);
  series.values.push_back(value);
}

void PlotSeries::watch(const TraceData& data, const TraceIndex& index, const RunState& state) {
  const Record& record = data.record(state.at);
  const Said* said = data.said_of(state.at);
  if (!said) return;
  const double now = static_cast<double>(record.at) / 1e9;
  switch (record.kind) {
    case Kind::command_enqueued:
    case Kind::command_dispatched:
    case Kind::command_acknowledged:
      for (const QueueState& queue : state.queues) {
        if (queue.process != record.process) continue;
        level(Series::Panel::queue, data.name_of(record.process), now, static_cast<double>(queue.waiting));
      }
      return;
    case Kind::event_published:
    case Kind::event_applied:
    case Kind::event_ignored:
      for (const ConsumerState& consumer : state.consumers) {
        if (record.kind != Kind::event_published && consumer.process != record.process) continue;
        level(Series::Panel::behind, data.name_of(consumer.process), now,
              static_cast<double>(std::max<std::int64_t>(0, state.published - consumer.position)));
      }
      if (record.kind == Kind::event_applied) {
        const auto event = index.events.find(said->message);
        if (event == index.events.end()) return;
        point(Series::Panel::staleness, data.name_of(record.process), now,
              static_cast<double>(std::max<std::int64_t>(0, record.at - data.at(event->second.since()))) / 1e6);
      }
      return;
    case Kind::lock_granted:
      return point(Series::Panel::waits, "until granted", now, static_cast<double>(said->b) / 1e6);
    case Kind::command_answered:
      return point(Series::Panel::latency, "until the answer", now, static_cast<double>(said->b) / 1e6);
    case Kind::command_handled:
    case Kind::command_rejected: decided_at_.push_back(record.at); return;
    default: return;
  }
}

void PlotSeries::finish(const TraceData& data) {
  const double end = static_cast<double>(data.end_ns()) / 1e9;
  for (Series& each : series_) {
    if (!each.steps || each.values.empty()) continue;
    each.seconds.push_back(end);
    each.values.push_back(each.values.back());
  }
  if (decided_at_.empty() || data.end_ns() <= 0) return;
  const std::int64_t width = data.end_ns() / throughput_buckets + 1;
  std::vector<double> counts(throughput_buckets);
  for (const std::int64_t at : decided_at_) ++counts[static_cast<std::size_t>(at / width)];
  Series& throughput = of(Series::Panel::throughput, "decided", true);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    throughput.seconds.push_back(static_cast<double>(static_cast<std::int64_t>(i) * width) / 1e9);
    throughput.values.push_back(counts[i] * 1e9 / static_cast<double>(width));
  }
  decided_at_ = {};
}

}  // namespace crisper::gui
