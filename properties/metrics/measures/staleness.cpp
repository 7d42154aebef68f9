// How far consumers lag behind the store.
#include <vector>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class Staleness final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::event_appended) {
      appended_[seen.message] = seen.at;
      if (const auto* early = applied_early_.find(seen.message)) {
        for (const ProcessId consumer : *early) add_span(by_consumer_[consumer], 0, seen.at);
      }
    } else if (const SimTime* appended = appended_.find(seen.message)) {
      add_span(by_consumer_[seen.process], to_ns(seen.at - *appended), seen.at);
    } else {
      applied_early_[seen.message].push_back(seen.process);
    }
  }
  void tell(MetricSink& sink) const override {
    for (const auto& [consumer, samples] : by_consumer_) sink.time("staleness." + names().process(consumer), samples);
  }

 private:
  OrderedTable<MessageId, SimTime> appended_;  ///< by event
  /// Where store and views change in one transaction, a view may be the earlier: its event is not stale at all.
  OrderedTable<MessageId, std::vector<ProcessId>> applied_early_;
  OrderedTable<ProcessId, Series> by_consumer_;
};

}  // namespace

MeasureEntry measures::staleness() {
  return measure_entry<Staleness>(
      {.metrics = {{.name = "staleness",
                    .type = MetricType::time,
                    .meaning = "from an event's being stored to its effect on a consumer; .CONSUMER: on one of them",
                    .adds_up_parts = true,
                    .parts = MetricParts::consumers}},
       .wants = {ObservationKind::event_appended, ObservationKind::event_applied}});
}

}  // namespace crisper::properties
