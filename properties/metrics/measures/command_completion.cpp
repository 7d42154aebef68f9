// How long commands wait for their end once they are accepted; the maximum is the longest starvation.
#include <algorithm>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/command_ends.hpp"

namespace crisper::properties {
namespace {

/// A command that is still open when the run ends has waited until then: leaving it out would make the design that
/// starves a state for good look better than one that serves it late.
class CommandCompletion final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override { commands_.note(seen); }
  void finish(const RunEnd& end) override {
    for (const auto& [id, command] : commands_) {
      if (command.accepted == sim_never) continue;
      const SimTime until = command.ended == sim_never ? end.at : command.ended;
      add_span(samples_, std::max<std::int64_t>(0, to_ns(until - command.accepted)), until);
      open_ += command.ended == sim_never;
    }
  }
  void tell(MetricSink& sink) const override {
    sink.time("command_completion", samples_);
    sink.count("commands_open", open_);
  }

 private:
  CommandEnds commands_;
  Series samples_;
  std::uint64_t open_ = 0;
};

}  // namespace

MeasureEntry measures::command_completion() {
  return measure_entry<CommandCompletion>(
      {.metrics = {{.name = "command_completion",
                    .type = MetricType::time,
                    .meaning = "from a command's acceptance to its end, or to the end of the run; max: the longest "
                               "starvation"},
                   {.name = "commands_open",
                    .type = MetricType::count,
                    .meaning = "accepted commands that came to no end within the run"}},
       .wants = CommandEnds::kinds()});
}

}  // namespace crisper::properties
