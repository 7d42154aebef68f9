// Steps per second of `check`, beside the same system run without a search: what the search itself costs.
#include <benchmark/benchmark.h>

#include <string>

#include "properties/search/check/check.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/search/check/toy_system.hpp"

namespace crisper::properties::check {
namespace {

/// Takes the first that is possible, and never lets anything go wrong.
class First final : public Chooser {
 public:
  std::uint64_t steps = 0;
  std::size_t next(std::span<const Step>) override {
    ++steps;
    return 0;
  }
  bool goes_wrong(Mishap) override { return false; }
  void touches_history(std::uint32_t) override {}
};

/// Six senders to two receivers, who answer: 16 messages, tens of thousands of schedules.
ToySpec toy() {
  ToySpec spec;
  spec.processes.resize(4);
  for (std::uint32_t receiver = 0; receiver < 2; ++receiver) {
    for (auto& state : spec.processes[receiver]) state[0].sends = {{.to = 2 + receiver, .what = 1}};
  }
  for (std::uint32_t n = 0; n < 8; ++n) spec.at_start.push_back({.to = n % 2, .what = 0});
  return spec;
}

ScenarioUnderCheck two_writers() {
  const auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/two_writers.yaml");
  return std::move(*ScenarioUnderCheck::of(without_distances(*scenario), {}));
}

void run_bare(benchmark::State& state, ControlledRun& run) {
  First first;
  for (auto _ : state) run.execute(first);
  state.counters["steps/s"] = benchmark::Counter(static_cast<double>(first.steps), benchmark::Counter::kIsRate);
}

void run_search(benchmark::State& state, ControlledRun& run) {
  std::uint64_t steps = 0;
  for (auto _ : state) {
    Explorer explorer({});
    const auto first = [](ExecutionEnd, const Exploration& so_far) { return so_far.executions < 5000; };
    steps += explorer.explore(run, first).steps;
  }
  state.counters["steps/s"] = benchmark::Counter(static_cast<double>(steps), benchmark::Counter::kIsRate);
}

void toy_without_search(benchmark::State& state) {
  ToySystem system(toy());
  run_bare(state, system);
}
void toy_checked(benchmark::State& state) {
  ToySystem system(toy());
  run_search(state, system);
}
void scenario_without_search(benchmark::State& state) {
  ScenarioUnderCheck system = two_writers();
  run_bare(state, system);
}
void scenario_checked(benchmark::State& state) {
  ScenarioUnderCheck system = two_writers();
  run_search(state, system);
}

/// As the command does it, on so many threads.
void scenario_checked_whole(benchmark::State& state) {
  const auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/two_writers.yaml");
  std::uint64_t steps = 0;
  for (auto _ : state) {
    CheckOptions options;
    options.at_once = static_cast<std::size_t>(state.range(0));
    steps += check_scenario(*scenario, options)->exploration.steps;
  }
  state.counters["steps/s"] = benchmark::Counter(static_cast<double>(steps), benchmark::Counter::kIsRate);
}

BENCHMARK(toy_without_search);
BENCHMARK(toy_checked);
BENCHMARK(scenario_without_search);
BENCHMARK(scenario_checked);
BENCHMARK(scenario_checked_whole)->Arg(1)->Arg(2)->UseRealTime();

}  // namespace
}  // namespace crisper::properties::check
