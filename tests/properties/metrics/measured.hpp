// Measured: a run made up for a test, told to all measures.
#pragma once

#include "properties/metrics/metrics_collector.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties::testing {

class Measured {
 public:
  Measured& say(Duration at, Observation observation) {
    observation.at = sim_start + at;
    if (collector_.wants(observation.kind)) collector_.observe(observation, ObservationId{++id_});
    return *this;
  }
  Measured& command(Duration at, ObservationKind kind, std::uint64_t command, StreamId stream, std::int64_t a = 0) {
    return say(at, {.kind = kind, .process = handler_1, .message = MessageId{command}, .stream = stream, .a = a});
  }
  Measured& ended(Duration at) {
    RunEnd end;
    end.at = sim_start + at;
    collector_.finish(end);
    return *this;
  }

  Metrics metrics() const { return collector_.metrics(); }
  Percentiles time(const std::string& name) const { return metrics().times[name]; }
  std::uint64_t count(const std::string& name) const { return metrics().counts[name]; }
  /// Minus one where it was not measured.
  double rate(const std::string& name) const {
    const Metrics all = metrics();
    const auto found = all.rates.find(name);
    return found == all.rates.end() ? -1 : found->second;
  }

 private:
  Names names_ = cast();
  MetricsCollector collector_{names_};
  std::uint64_t id_ = 0;
};

}  // namespace crisper::properties::testing
