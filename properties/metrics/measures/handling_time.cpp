// How long a handler has a command before it has decided and stored.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class HandlingTime final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::command_dispatched) {
      dispatched_[seen.message] = seen.at;
    } else if (const SimTime* dispatched = dispatched_.find(seen.message)) {
      add_span(samples_, to_ns(seen.at - *dispatched), seen.at);
    }
  }
  void tell(MetricSink& sink) const override { sink.time("handling_time", samples_); }

 private:
  OrderedTable<MessageId, SimTime> dispatched_;  ///< the last time: earlier deliveries came to nothing
  Series samples_;
};

}  // namespace

MeasureEntry measures::handling_time() {
  return measure_entry<HandlingTime>(
      {.metrics = {{.name = "handling_time",
                    .type = MetricType::time,
                    .meaning = "from a command's delivery to a handler to its being handled"}},
       .wants = {ObservationKind::command_dispatched, ObservationKind::command_handled,
                 ObservationKind::command_rejected}});
}

}  // namespace crisper::properties
