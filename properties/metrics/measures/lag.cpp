// How far consumers lag behind the store, counted in events.
#include <algorithm>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class Lag final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    switch (seen.kind) {
      case ObservationKind::event_appended:
        ++appended_;
        for (auto& [consumer, behind] : consumers_) behind.most = std::max(behind.most, appended_ - behind.had);
        break;
      case ObservationKind::event_delivered: consumer(seen.peer); break;
      default: {
        bool& had = had_[ConsumerEvent{seen.process, seen.message}];
        if (had) return;  // what comes twice doesn't bring it nearer
        had = true;
        ++consumer(seen.process).had;
      }
    }
  }
  void tell(MetricSink& sink) const override {
    std::uint64_t worst = 0;
    for (const auto& [consumer, behind] : consumers_) worst = std::max(worst, behind.most);
    if (consumers_.empty()) return;
    sink.count("lag", worst);
    for (const auto& [consumer, behind] : consumers_) sink.count("lag." + names().process(consumer), behind.most);
  }

 private:
  struct Behind {
    std::uint64_t had = 0;
    std::uint64_t most = 0;
  };
  struct ConsumerEvent {
    ProcessId consumer;
    MessageId event;
    friend bool operator==(const ConsumerEvent&, const ConsumerEvent&) = default;
    std::uint64_t hash() const { return mix_bits(event.value ^ mix_bits(consumer.value + 1)); }
  };

  /// One that is heard of for the first time has missed nothing yet but what it has not had.
  Behind& consumer(ProcessId process) {
    if (Behind* known = consumers_.find(process)) return *known;
    Behind& fresh = consumers_[process];
    fresh.most = appended_;
    return fresh;
  }

  std::uint64_t appended_ = 0;
  OrderedTable<ProcessId, Behind> consumers_;
  OrderedTable<ConsumerEvent, bool> had_;
};

}  // namespace

MeasureEntry measures::lag() {
  return measure_entry<Lag>(
      {.metrics = {{.name = "lag",
                    .type = MetricType::count,
                    .meaning = "the most events that were stored and a consumer had not dealt with; .CONSUMER: on one "
                               "of them"}},
       .wants = {ObservationKind::event_appended, ObservationKind::event_delivered, ObservationKind::event_applied,
                 ObservationKind::event_ignored}});
}

}  // namespace crisper::properties
