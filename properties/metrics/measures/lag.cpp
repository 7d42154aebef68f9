// How far consumers lag behind the store, in events and in time.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/marked_places.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class Lag final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    switch (seen.kind) {
      case ObservationKind::event_appended:
        append(seen);
        for (auto& [consumer, behind] : consumers_) {
          if (behind.gone) continue;
          const std::uint64_t now = stored_ - std::min(stored_, behind.dealt_with.count());
          behind.most = std::max(behind.most, now);
          note_peak(peaks_, seen.at, now);
          ++behind.in_events[now];
        }
        break;
      case ObservationKind::event_delivered: consumer(seen.peer, seen.at); break;
      case ObservationKind::checkpoint_saved: consumer(seen.process, seen.at); break;
      case ObservationKind::consumer_joined: consumer(seen.process, seen.at).gone = false; break;
      case ObservationKind::consumer_left: consumer(seen.process, seen.at).gone = true; break;
      default: dealt_with(seen);
    }
  }
  /// What a consumer has not dealt with is behind since it was stored: one that stands still would look prompt else.
  void finish(const RunEnd& end) override {
    for (auto& [consumer, behind] : consumers_) {
      if (behind.gone) continue;
      for (std::size_t place = 0; place < events_.size(); ++place) {
        const SimTime at = events_[place];
        if (at == sim_never || behind.dealt_with.has(place)) continue;
        add_span(behind.times, to_ns(end.at - std::max(at, behind.since)), end.at);
      }
    }
  }
  void tell(MetricSink& sink) const override {
    std::uint64_t worst = 0;
    for (const auto& [consumer, behind] : consumers_) worst = std::max(worst, behind.most);
    if (consumers_.empty()) return;
    sink.count("lag", worst);
    for (const Share& share : shares) tell_share(share, sink);
    for (const auto& [consumer, behind] : consumers_) {
      sink.count("lag." + names().process(consumer), behind.most);
      sink.time("lag_time." + names().process(consumer), behind.times);
    }
  }
  void tell_intervals(IntervalSink& sink) const override { tell_peaks(peaks_, "lag", sink); }

 private:
  /// A percentile of the lag in events.
  struct Share {
    std::string_view name;
    std::uint64_t percent;
  };
  static constexpr auto shares = std::to_array<Share>({{"lag_p50", 50}, {"lag_p95", 95}, {"lag_p99", 99}});

  struct Behind {
    MarkedPlaces dealt_with;  ///< by place of the event
    std::uint64_t most = 0;
    SimTime since;      ///< when it was first heard of
    std::map<std::uint64_t, std::uint64_t> in_events;  ///< how often it was so many behind when an event was stored
    bool gone = false;  ///< a read node that takes no more events
    Series times;       ///< from an event's being stored, or its own beginning, to its being dealt with
  };

  /// In the order in which they are heard of.
  std::size_t place_of(MessageId event) {
    std::uint32_t& place = places_[event];
    if (place == 0) {
      events_.push_back(sim_never);
      place = static_cast<std::uint32_t>(events_.size());
    }
    return place - 1;
  }

  void append(const Observation& seen) {
    SimTime& stored = events_[place_of(seen.message)];
    if (stored == sim_never) ++stored_;
    stored = seen.at;
  }

  /// The nearest rank, as with times.
  static std::uint64_t percentile(const Behind& behind, std::uint64_t percent) {
    std::uint64_t count = 0;
    for (const auto& [lag, times] : behind.in_events) count += times;
    std::uint64_t left = (count * percent + 99) / 100;
    for (const auto& [lag, times] : behind.in_events) {
      if (times >= left) return lag;
      left -= times;
    }
    return behind.most;
  }
  void tell_share(const Share& share, MetricSink& sink) const {
    std::uint64_t worst = 0;
    for (const auto& [consumer, behind] : consumers_) {
      const std::uint64_t lag = percentile(behind, share.percent);
      sink.count(std::string(share.name) + "." + names().process(consumer), lag);
      worst = std::max(worst, lag);
    }
    sink.count(std::string(share.name), worst);
  }

  /// One that is heard of for the first time has missed nothing yet but what it has not had.
  Behind& consumer(ProcessId process, SimTime now) {
    if (Behind* known = consumers_.find(process)) return *known;
    Behind& fresh = consumers_[process];
    fresh.most = stored_;
    note_peak(peaks_, now, stored_);
    fresh.since = stored_ == 0 ? sim_start : now;
    return fresh;
  }

  void dealt_with(const Observation& seen) {
    const std::size_t place = place_of(seen.message);
    Behind& behind = consumer(seen.process, seen.at);
    // In an interval in which nothing is stored, it may still have to catch up.
    note_peak(peaks_, seen.at, stored_ - std::min(stored_, behind.dealt_with.count()));
    if (!behind.dealt_with.mark(place)) return;  // what comes twice doesn't bring it nearer
    // Where store and view change in one transaction, the view may be the earlier.
    const SimTime stored = events_[place];
    const SimTime since = stored == sim_never ? seen.at : std::max(stored, std::min(behind.since, seen.at));
    add_span(behind.times, to_ns(seen.at - since), seen.at);
  }

  OrderedTable<MessageId, std::uint32_t> places_;  ///< by event, from 1
  std::vector<SimTime> events_;                    ///< when each was stored, by place; sim_never: it isn't yet
  std::uint64_t stored_ = 0;
  OrderedTable<ProcessId, Behind> consumers_;
  Peaks peaks_;  ///< of the worst consumer
};

}  // namespace

MeasureEntry measures::lag() {
  return measure_entry<Lag>(
      {.metrics = {{.name = "lag",
                    .type = MetricType::count,
                    .meaning = "the most events that were stored and a consumer had not dealt with; .CONSUMER: on one "
                               "of them",
                    .in_intervals = true,
                    .parts = MetricParts::consumers},
                   {.name = "lag_p50",
                    .type = MetricType::count,
                    .meaning = "so many events, or fewer, a consumer was behind when every other event was stored; of "
                               "the worst; .CONSUMER: of one",
                    .parts = MetricParts::consumers},
                   {.name = "lag_p95",
                    .type = MetricType::count,
                    .meaning = "likewise when 95 of 100 were",
                    .parts = MetricParts::consumers},
                   {.name = "lag_p99",
                    .type = MetricType::count,
                    .meaning = "likewise when 99 of 100 were",
                    .parts = MetricParts::consumers},
                   {.name = "lag_time",
                    .type = MetricType::time,
                    .meaning = "from an event's being stored to a consumer's having dealt with it, or to the end of "
                               "the run; .CONSUMER: on one of them",
                    .adds_up_parts = true,
                    .parts = MetricParts::consumers}},
       .wants = {ObservationKind::event_appended, ObservationKind::event_delivered, ObservationKind::event_applied,
                 ObservationKind::event_ignored, ObservationKind::checkpoint_saved, ObservationKind::consumer_joined,
                 ObservationKind::consumer_left}});
}

}  // namespace crisper::properties
