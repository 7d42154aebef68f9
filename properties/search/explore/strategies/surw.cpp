// surw: of one process, each order of what others send to it is about as likely as any other, as counted in a trial run
// of the same seed: sim/schedule/surw_scheduler.hpp.
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/schedule/surw_scheduler.hpp"

namespace crisper::properties {
namespace {

class SurwStrategy final : public Strategy {
 public:
  using Strategy::Strategy;
  std::optional<HuntInput> input(std::uint64_t run) override { return keyed_input("surw", run); }
};

void prepare_surw(const HuntInput& input, HuntRun& run) {
  sim::CountingScheduler trial;
  ScenarioRunOptions options = run.options;
  options.scheduler = &trial;
  options.judge = false;
  if (!run_scenario(run.scenario, options)) return;  // the run itself will say why
  run.scheduler = std::make_unique<sim::SurwScheduler>(input.key, trial.counts());
}

}  // namespace

StrategyEntry strategies::surw() {
  return {.name = "surw",
          .meaning = "of one process, every order of what others send to it is as likely (Zhao et al. 2025)",
          .fast_only = true,
          .make = make<SurwStrategy>,
          .prepare = prepare_surw};
}

}  // namespace crisper::properties
