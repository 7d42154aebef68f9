// What it costs to make a failing run small: the lunch rush without the catalogue's inbox, whole, down to the messages
// that matter. Prints what is left, so that the figure can be judged.
#include <benchmark/benchmark.h>

#include <string>

#include "properties/scenario_run.hpp"
#include "properties/search/shrink/shrink.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

RunCase lunch_rush_without_inbox() {
  auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/lunch_rush.yaml");
  if (scenario) scenario = sim::set_path(*scenario, "design.consumers.catalog.inbox", "off");
  if (!scenario) return {};
  const auto run = run_scenario(*scenario, {.seed = 1, .judge = false});
  if (!run) return {};
  return {.scenario = *scenario, .plan = run->plan, .seed = 1, .engine = "fast"};
}

void run_of_the_whole_failure(benchmark::State& state) {
  const RunCase failing = lunch_rush_without_inbox();
  for (auto unused : state) {
    const auto run = run_scenario(failing.scenario, {.seed = failing.seed, .plan = failing.plan, .measure = false});
    if (!run) state.SkipWithError(run.error().c_str());
  }
}
BENCHMARK(run_of_the_whole_failure)->Unit(benchmark::kMillisecond)->UseRealTime();

void shrink_duplicate_without_inbox(benchmark::State& state) {
  const RunCase failing = lunch_rush_without_inbox();
  ShrinkOptions options;
  options.limits.at_once = 2;
  for (auto unused : state) {
    const auto shrunk = shrink(failing, options);
    if (!shrunk) {
      state.SkipWithError(shrunk.error().c_str());
      return;
    }
    const auto number = [](auto value) { return static_cast<double>(value); };
    state.counters["deliveries_before"] = number(shrunk->before.deliveries);
    state.counters["deliveries_after"] = number(shrunk->after.deliveries);
    state.counters["messages_before"] = number(shrunk->before.messages);  // with a command or an event
    state.counters["messages_after"] = number(shrunk->after.messages);
    state.counters["steps_after"] = number(shrunk->after.steps);
    state.counters["faults_after"] = number(shrunk->after.faults);
    state.counters["runs"] = number(shrunk->statistics.runs);
  }
}
BENCHMARK(shrink_duplicate_without_inbox)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace crisper::properties
