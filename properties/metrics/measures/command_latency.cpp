// How long clients wait for their answers.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/role_table.hpp"

namespace crisper::properties {
namespace {

class CommandLatency final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    add_span(by_role_.of(seen.process, names()), seen.b, seen.at);
  }
  void tell(MetricSink& sink) const override {
    for (const auto& [role, latency] : by_role_) sink.time("command_latency." + role, latency);
  }

 private:
  RoleTable<Series> by_role_;
};

}  // namespace

MeasureEntry measures::command_latency() {
  return measure_entry<CommandLatency>(
      {.metrics = {{.name = "command_latency",
                    .type = MetricType::time,
                    .meaning = "from the first time a command was sent to its answer; .ROLE: of the clients of one "
                               "role",
                    .adds_up_parts = true,
                    .parts = MetricParts::roles}},
       .wants = {ObservationKind::command_answered}});
}

}  // namespace crisper::properties
