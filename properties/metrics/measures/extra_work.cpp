// How much work came to nothing and had to be done again.
#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {
namespace {

class ExtraWork final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    switch (seen.kind) {
      case ObservationKind::command_accepted:
        ++accepted_;
        return;
      case ObservationKind::append_refused:
        ++refused_;
        return;
      case ObservationKind::command_dispatched:
        redelivered_ += seen.a > 1;
        return;
      default:
        return;
    }
  }
  void tell(MetricSink& sink) const override {
    if (accepted_ == 0) return;
    const auto commands = static_cast<double>(accepted_);
    sink.rate("redeliveries_per_command", static_cast<double>(redelivered_) / commands);
    sink.rate("refusals_per_command", static_cast<double>(refused_) / commands);
  }

 private:
  std::uint64_t accepted_ = 0;
  std::uint64_t redelivered_ = 0;
  std::uint64_t refused_ = 0;
};

}  // namespace

MeasureEntry measures::extra_work() {
  using enum ObservationKind;
  return measure_entry<ExtraWork>(
      {.metrics = {{.name = "redeliveries_per_command",
                    .type = MetricType::rate,
                    .meaning = "deliveries to a handler after a command's first (given back, or its time ran out), "
                               "for each accepted command"},
                   {.name = "refusals_per_command",
                    .type = MetricType::rate,
                    .meaning = "appends that the event store refused, for each accepted command"}},
       .wants = {command_accepted, command_dispatched, append_refused}});
}

}  // namespace crisper::properties
