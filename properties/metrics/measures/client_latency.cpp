// How long clients wait for their answers.
#include "core/domain/smart_fridge/messages.hpp"
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/role_table.hpp"

namespace crisper::properties {
namespace {

class ClientLatency final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::command_submitted) {
      categories_[seen.message] = seen.stream.category();
      return;
    }
    by_role_.of(seen.process, names()).add(seen.b);
    const StreamCategory* category = categories_.find(seen.message);
    if (category && *category == smart_fridge::order_category) orders_.add(seen.b);
  }
  void tell(MetricSink& sink) const override {
    sink.time("order_latency", orders_);
    for (const auto& [role, latency] : by_role_) sink.time("command_latency." + role, latency);
  }

 private:
  OrderedTable<MessageId, StreamCategory> categories_;  ///< of what a command is about
  RoleTable<Series> by_role_;
  Series orders_;
};

}  // namespace

MeasureEntry measures::client_latency() {
  return measure_entry<ClientLatency>(
      {.metrics = {{.name = "order_latency",
                    .type = MetricType::time,
                    .meaning = "from the first time an order was sent to its answer"},
                   {.name = "command_latency",
                    .type = MetricType::time,
                    .meaning = "from the first time a command was sent to its answer; .ROLE: of the clients of one "
                               "role",
                    .adds_up_parts = true,
                    .parts = MetricParts::roles}},
       .wants = {ObservationKind::command_submitted, ObservationKind::command_answered}});
}

}  // namespace crisper::properties
