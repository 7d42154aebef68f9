// How long it takes to make a decision's events durable.
#include "core/store/store_protocol.hpp"
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class AppendLatency final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::message_sent) {
      const auto* request = body_as<AppendEvents>(seen.payload);
      if (!request) return;
      SimTime& asked = asked_[subject(event_id_of(request->command, 0))];
      if (asked == SimTime{}) asked = seen.at;
    } else if (const SimTime* asked = asked_.find(seen.message)) {
      add_span(samples_, to_ns(seen.at - *asked), seen.at);
    }
  }
  void tell(MetricSink& sink) const override { sink.time("append_latency", samples_); }

 private:
  OrderedTable<MessageId, SimTime> asked_;  ///< by the first event of a command: when its append was first asked for
  Series samples_;
};

}  // namespace

MeasureEntry measures::append_latency() {
  return measure_entry<AppendLatency>(
      {.metrics = {{.name = "append_latency",
                    .type = MetricType::time,
                    .meaning = "from a service's first asking for an append to the events' being durable"}},
       .wants = {ObservationKind::message_sent, ObservationKind::event_appended}});
}

}  // namespace crisper::properties
