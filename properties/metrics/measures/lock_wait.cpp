// How long the lock service lets a process wait, by its own account: without the way there and back.
#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {
namespace {

class LockWait final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override { add_span(samples_, seen.b, seen.at); }
  void tell(MetricSink& sink) const override { sink.time("lock_wait", samples_); }

 private:
  Series samples_;
};

}  // namespace

MeasureEntry measures::lock_wait() {
  return measure_entry<LockWait>(
      {.metrics = {{.name = "lock_wait", .type = MetricType::time, .meaning = "from asking for a lock to having it"}},
       .wants = {ObservationKind::lock_granted}});
}

}  // namespace crisper::properties
