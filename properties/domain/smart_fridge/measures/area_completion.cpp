// How long an order is under way, by the area in which it was queued: what another area's troubles cost it.
#include "core/command/area_design.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class AreaCompletion final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.stream.category() != order_category) return;
    if (seen.kind == ObservationKind::command_enqueued) {
      queue_of_[seen.stream] = seen.process;
    } else if (seen.kind == ObservationKind::command_accepted) {
      if (!placed_.find(seen.stream)) placed_[seen.stream] = seen.at;
    } else if (body_as<OrderCompleted>(seen.payload) || body_as<OrderCancelled>(seen.payload)) {
      const ProcessId* queue = queue_of_.find(seen.stream);
      const SimTime* placed = placed_.find(seen.stream);
      if (queue && placed) add_span(samples_[*queue], to_ns(seen.at - *placed), seen.at);
    }
  }
  void tell(MetricSink& sink) const override {
    for (const auto& [queue, samples] : samples_) {
      if (area_in_name(names().process(queue)) > 0) sink.time("area_completion." + names().process(queue), samples);
    }
  }

 private:
  OrderedTable<StreamId, ProcessId> queue_of_;
  OrderedTable<StreamId, SimTime> placed_;
  OrderedTable<ProcessId, Series> samples_;
};

}  // namespace

MeasureEntry measures::area_completion() {
  using enum ObservationKind;
  return measure_entry<AreaCompletion>(
      {.metrics = {{.name = "area_completion",
                    .type = MetricType::time,
                    .meaning = "from an order's being accepted to its end, by the queue of its area",
                    .parts = MetricParts::processes}},
       .wants = {command_accepted, command_enqueued, event_appended}});
}

}  // namespace crisper::smart_fridge
