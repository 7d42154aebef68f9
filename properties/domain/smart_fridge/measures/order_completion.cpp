// How long an order is under way, whatever its customer is told meanwhile.
#include "core/domain/smart_fridge/messages.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class OrderCompletion final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.stream.category() != order_category) return;
    if (body_as<OrderPlaced>(seen.payload)) {
      placed_[seen.stream] = seen.at;
    } else if (const SimTime* placed = placed_.find(seen.stream)) {
      add_span(samples_, to_ns(seen.at - *placed), seen.at);
    }
  }
  void tell(MetricSink& sink) const override { sink.time("order_completion", samples_); }

 private:
  OrderedTable<StreamId, SimTime> placed_;
  Series samples_;
};

}  // namespace

MeasureEntry measures::order_completion() {
  return measure_entry<OrderCompletion>({.metrics = {{.name = "order_completion",
                                                      .type = MetricType::time,
                                                      .meaning = "from an order's first event to its last"}},
                                         .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
