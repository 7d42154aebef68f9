// What a business costs that is written in the language: the fridge in C++ and its written twin, which does the same
// step by step, in one child and by turns, so that what else the machine does strikes both. Of each the best turn.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "properties/registry.hpp"
#include "properties/scenario_run.hpp"
#include "properties/search/check/explorer.hpp"
#include "properties/search/check/scenario_under_check.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/bench/measured.hpp"
#include "tests/sim/domain/written/fridge_twin.hpp"

namespace crisper::bench {
namespace {

constexpr int turns = 5;

/// A load that the design can carry, without faults, service times or idle hours: what is measured is Crisper.
constexpr const char* steady_load = R"(
crisper: 1
name: steady load
design:
  command_queue: {handlers: 64}
  ownership: {strategy: row_lock}
  event_store: {append: any}
deployment: {hosts: 8, link: {latency: 100us, bandwidth: 10Gbps}, disk: {sync: 10us}}
workload:
  orders: {rate: 2000/s, for: 2s, customers: 2000, clients: 64, fridges: 500, meals: 10}
  restock: {initial: 1000}
)";

struct Both {
  sim::Scenario fridge;
  sim::Scenario twin;
};

/// `all`: each is judged by the laws of its own business, too, which are not the same ones.
enum class Judged { by_nobody, by_general_properties, by_all };

Both both_of(Result<sim::Scenario, sim::ScenarioError> scenario) {
  if (!scenario) throw std::runtime_error(scenario.error().text());
  sim::Scenario fridge = sim::with_script(*scenario, 1);
  sim::Scenario twin = written::twin_of(fridge);
  return {.fridge = std::move(fridge), .twin = std::move(twin)};
}

void judge_by_general_properties(sim::Scenario& scenario) {
  scenario.properties.clear();
  for (const properties::PropertyEntry& each : properties::all_properties()) {
    if (!each.info.on_by_default || !each.info.domain.empty()) continue;
    scenario.properties.push_back({.name = std::string(each.info.name), .threshold = std::nullopt});
  }
}

/// Measures `work`, which returns how much it has done, on both by turns. They do the same, so they do as much.
template <class Work>
Measured compared(const Both& both, const Work& work) {
  double fridge_seconds = 1e9;
  double twin_seconds = 1e9;
  double done = 0;
  for (int turn = 0; turn < turns; ++turn) {
    double begun = cpu_seconds();
    const double by_fridge = work(both.fridge);
    fridge_seconds = std::min(fridge_seconds, cpu_seconds() - begun);
    begun = cpu_seconds();
    done = work(both.twin);
    twin_seconds = std::min(twin_seconds, cpu_seconds() - begun);
    if (done != by_fridge) throw std::runtime_error("the twin doesn't do what the fridge does");
  }
  return {.seconds = twin_seconds,
          .deliveries = done,
          .peak_rss_mb = peak_rss_mb(),
          .also = {{"fridge_per_s", done / fridge_seconds}, {"of_fridge", fridge_seconds / twin_seconds}}};
}

Measured deliveries(Judged judged) {
  Both both = both_of(sim::parse_scenario(steady_load));
  if (judged == Judged::by_general_properties) {
    judge_by_general_properties(both.fridge);
    judge_by_general_properties(both.twin);
  }
  return compared(both, [&](const sim::Scenario& scenario) {
    const properties::ScenarioRunOptions options{.measure = false, .judge = judged != Judged::by_nobody};
    const auto run = properties::run_scenario(scenario, options);
    if (!run) throw std::runtime_error(run.error());
    return static_cast<double>(run->result.run.deliveries);
  });
}

/// Steps of a search, counted as deliveries.
Measured check_steps(Judged judged) {
  using namespace properties::check;
  Both both = both_of(sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/two_writers.yaml"));
  if (judged == Judged::by_general_properties) {
    judge_by_general_properties(both.fridge);
    judge_by_general_properties(both.twin);
  }
  return compared(both, [](const sim::Scenario& scenario) {
    auto system = ScenarioUnderCheck::of(without_distances(scenario), {});
    if (!system) throw std::runtime_error(system.error());
    Explorer explorer({});
    const auto enough = [](ExecutionEnd, const Exploration& so_far) { return so_far.executions < 1000; };
    return static_cast<double>(explorer.explore(*system, enough).steps);
  });
}

}  // namespace
}  // namespace crisper::bench

int main(int argc, char** argv) {
  using namespace crisper::bench;
  add("fast/deliveries", [] { return deliveries(Judged::by_nobody); }, 1);
  add("fast/deliveries+general_properties", [] { return deliveries(Judged::by_general_properties); }, 1);
  add("fast/deliveries+all_properties", [] { return deliveries(Judged::by_all); }, 1);
  add("check/steps+general_properties", [] { return check_steps(Judged::by_general_properties); }, 1);
  add("check/steps+all_properties", [] { return check_steps(Judged::by_all); }, 1);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
