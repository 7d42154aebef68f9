// How long customers wait for the answer to an order.
#include "core/domain/smart_fridge/messages.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class OrderLatency final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::command_submitted) {
      categories_[seen.message] = seen.stream.category();
      return;
    }
    const StreamCategory* category = categories_.find(seen.message);
    if (category && *category == order_category) add_span(samples_, seen.b, seen.at);
  }
  void tell(MetricSink& sink) const override { sink.time("order_latency", samples_); }

 private:
  OrderedTable<MessageId, StreamCategory> categories_;  ///< of what a command is about
  Series samples_;
};

}  // namespace

MeasureEntry measures::order_latency() {
  return measure_entry<OrderLatency>(
      {.metrics = {{.name = "order_latency",
                    .type = MetricType::time,
                    .meaning = "from the first time an order was sent to its answer"}},
       .wants = {ObservationKind::command_submitted, ObservationKind::command_answered}});
}

}  // namespace crisper::smart_fridge
