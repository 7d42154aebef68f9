// How long a process waits until it may operate on a state, whatever the strategy.
#include <vector>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/state_waits.hpp"

namespace crisper::properties {
namespace {

class OwnershipWait final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    const std::vector<StateWaits::Ended> ended = waits_.note(seen);
    for (const StateWaits::Ended& each : ended) {
      if (each.entered) add_span(samples_, to_ns(seen.at - each.since), seen.at);
    }
    if (seen.kind == ObservationKind::command_retried && !ended.empty()) ++given_up_;
  }
  void tell(MetricSink& sink) const override {
    sink.time("ownership_wait", samples_);
    sink.count("ownership_given_up", given_up_);
  }

 private:
  StateWaits waits_;
  Series samples_;
  std::uint64_t given_up_ = 0;
};

}  // namespace

MeasureEntry measures::ownership_wait() {
  return measure_entry<OwnershipWait>(
      {.metrics = {{.name = "ownership_wait",
                    .type = MetricType::time,
                    .meaning = "from asking to operate on a state to operating on it"},
                   {.name = "ownership_given_up",
                    .type = MetricType::count,
                    .meaning = "commands given back to the queue since their state could not be had"}},
       .wants = StateWaits::kinds()});
}

}  // namespace crisper::properties
