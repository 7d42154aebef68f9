// How long a process waits until it may operate on a state, whatever the strategy.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class OwnershipWait final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::process_crashed) {
      ++crashes_[seen.process];
      return;
    }
    Asked& asked = asked_[{seen.process, seen.stream}];
    const std::uint32_t life = life_of(seen.process);
    if (seen.kind == ObservationKind::state_requested) {
      asked = {seen.at, life};
      return;
    }
    const bool waiting = asked.at != sim_never && asked.life == life;
    if (waiting && seen.kind == ObservationKind::state_entered) samples_.add(to_ns(seen.at - asked.at));
    if (waiting && seen.kind == ObservationKind::command_retried) ++given_up_;
    asked.at = sim_never;
  }
  void tell(MetricSink& sink) const override {
    sink.time("ownership_wait", samples_);
    sink.count("ownership_given_up", given_up_);
  }

 private:
  struct Asked {
    SimTime at = sim_never;
    std::uint32_t life = 0;  ///< a crash forgets what was asked for
  };
  std::uint32_t life_of(ProcessId process) const {
    const std::uint32_t* crashes = crashes_.find(process);
    return crashes ? *crashes : 0;
  }

  OrderedTable<ProcessStream, Asked> asked_;
  OrderedTable<ProcessId, std::uint32_t> crashes_;
  Series samples_;
  std::uint64_t given_up_ = 0;
};

}  // namespace

MeasureEntry measures::ownership_wait() {
  using enum ObservationKind;
  return measure_entry<OwnershipWait>(
      {.metrics = {{.name = "ownership_wait",
                    .type = MetricType::time,
                    .meaning = "from asking to operate on a state to operating on it"},
                   {.name = "ownership_given_up",
                    .type = MetricType::count,
                    .meaning = "commands given back to the queue since their state could not be had"}},
       .wants = {state_requested, state_entered, command_retried, process_crashed}});
}

}  // namespace crisper::properties
