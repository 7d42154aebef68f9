// How long commands wait in the queue for a handler. A strategy that gives each state to one consumer moves the wait
// for ownership to here.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class QueueWait final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::command_enqueued) {
      enqueued_[seen.message] = seen.at;
    } else if (const SimTime* enqueued = enqueued_.find(seen.message); enqueued && seen.a == 1) {
      add_span(samples_, to_ns(seen.at - *enqueued), seen.at);
    }
  }
  void tell(MetricSink& sink) const override { sink.time("queue_wait", samples_); }

 private:
  OrderedTable<MessageId, SimTime> enqueued_;
  Series samples_;
};

}  // namespace

MeasureEntry measures::queue_wait() {
  return measure_entry<QueueWait>(
      {.metrics = {{.name = "queue_wait",
                    .type = MetricType::time,
                    .meaning = "from a command's entering the command queue to its first delivery to a handler"}},
       .wants = {ObservationKind::command_enqueued, ObservationKind::command_dispatched}});
}

}  // namespace crisper::properties
