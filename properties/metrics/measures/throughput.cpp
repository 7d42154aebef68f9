// How much is done per second of simulated time, and how many messages that takes.
#include <algorithm>
#include <vector>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/command_ends.hpp"

namespace crisper::properties {
namespace {

/// Over the time of work, not of the run: from the first thing to the last. A long drain without work says nothing of
/// a design; a long drain with work does, and counts.
class Throughput final : public Measure {
 public:
  using Measure::Measure;

  static KindSet wants() {
    KindSet kinds = CommandEnds::kinds();
    kinds.add(ObservationKind::event_appended);
    kinds.add(ObservationKind::message_sent);
    return kinds;
  }

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::message_sent) {
      ++messages_;
    } else if (seen.kind == ObservationKind::event_appended) {
      events_.add(seen.at);
      if (std::uint64_t* events = part_of(events_in_, seen.at)) ++*events;
    } else if (const CommandEnds::Command* command = commands_.note(seen)) {
      if (seen.kind == ObservationKind::command_accepted) {
        ++accepted_;
        decided_.first = std::min(decided_.first, seen.at);
      } else if (command->decided) {
        decided_.add(seen.at);
        if (std::uint64_t* decided = part_of(decided_in_, seen.at)) ++*decided;
      }
    }
  }
  void finish(const RunEnd& end) override { ended_ = end.at; }
  void tell(MetricSink& sink) const override {
    if (decided_.has_rate()) sink.rate("commands_per_second", decided_.rate());
    if (events_.has_rate()) sink.rate("events_per_second", events_.rate());
    if (accepted_ > 0) {
      sink.rate("messages_per_command", static_cast<double>(messages_) / static_cast<double>(accepted_));
    }
    if (events_.things > 0) {
      sink.rate("messages_per_event", static_cast<double>(messages_) / static_cast<double>(events_.things));
    }
  }
  void tell_intervals(IntervalSink& sink) const override {
    tell_rates(decided_in_, "commands_per_second", sink);
    tell_rates(events_in_, "events_per_second", sink);
  }

 private:
  struct Flow {
    std::uint64_t things = 0;
    SimTime first = sim_never;
    SimTime last = sim_start;

    void add(SimTime at) {
      ++things;
      first = std::min(first, at);
      last = std::max(last, at);
    }
    bool has_rate() const { return things > 0 && last > first; }
    double rate() const { return static_cast<double>(things) / to_seconds(last - first); }
  };

  /// Of an interval, its own length counts, whatever was done in it, and when.
  void tell_rates(const std::vector<std::uint64_t>& things, const char* name, IntervalSink& sink) const {
    for (std::size_t each = 0; each < things.size(); ++each) {
      const auto interval = static_cast<RunIntervals::Index>(each);
      const Duration length = intervals()->over_by(interval, ended_);
      if (length > Duration::zero()) sink.rate(interval, name, static_cast<double>(things[each]) / to_seconds(length));
    }
  }

  CommandEnds commands_;
  Flow decided_;
  Flow events_;
  std::vector<std::uint64_t> decided_in_;  ///< each interval
  std::vector<std::uint64_t> events_in_;
  SimTime ended_{};
  std::uint64_t messages_ = 0;
  std::uint64_t accepted_ = 0;
};

}  // namespace

MeasureEntry measures::throughput() {
  return measure_entry<Throughput>(
      {.metrics = {{.name = "commands_per_second",
                    .type = MetricType::rate,
                    .meaning = "commands decided, each once, from the first acceptance to the last decision",
                    .of_time = true,
                    .in_intervals = true,
                    .of_rate = sim::MetricUnit::rate},
                   {.name = "events_per_second",
                    .type = MetricType::rate,
                    .meaning = "events stored, from the first to the last",
                    .of_time = true,
                    .in_intervals = true,
                    .of_rate = sim::MetricUnit::rate},
                   {.name = "messages_per_command",
                    .type = MetricType::rate,
                    .meaning = "messages sent by anybody for each accepted command"},
                   {.name = "messages_per_event",
                    .type = MetricType::rate,
                    .meaning = "messages sent by anybody for each stored event"}},
       .wants = Throughput::wants()});
}

}  // namespace crisper::properties
