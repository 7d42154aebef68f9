// What each way of owning a state costs: deliveries per second on `fast`, how it bears contention on `simgrid`, and
// whether the cost of a command stays the same however many states there are.
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "core/design/assemble.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "properties/scenario_run.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/bench/measured.hpp"

namespace crisper::bench {
namespace {

/// The same customers for every strategy; the store takes whatever is appended, so the strategy does all the work.
std::string lunch(std::string_view strategy, std::uint64_t fridges, const std::string& orders) {
  return "crisper: 1\nname: bench\n"
         "design: {command_queue: {handlers: 16}, event_store: {append: any}, ownership: {strategy: " +
         std::string(strategy) +
         ", lease: 5s, wait: 2s, retries: 20}}\n"
         "deployment: {hosts: 8, link: {latency: 500us, bandwidth: 10Gbps}, disk: {sync: 50us}}\n"
         "workload:\n  orders: {customers: 2000, clients: 64, meals: 1, " +
         orders + ", fridges: " + std::to_string(fridges) +
         "}\n  restock: {initial: 100000}\n"
         "properties: [all]\n";
}

properties::ScenarioRun run(const std::string& text, const properties::ScenarioRunOptions& options) {
  const auto scenario = sim::parse_scenario(text);
  if (!scenario) throw std::runtime_error(scenario.error().text());
  auto finished = properties::run_scenario(*scenario, options);
  if (!finished) throw std::runtime_error(finished.error());
  return std::move(*finished);
}

Measured deliveries_on_fast(std::string_view strategy) {
  const std::string text = lunch(strategy, 500, "rate: 2000/s, for: 5s");
  const auto begun = std::chrono::steady_clock::now();
  const double cpu_begun = cpu_seconds();
  const properties::ScenarioRun done =
      run(text, {.seed = 1, .engine = "fast", .measure = false, .judge = false});
  Measured measured{.seconds = seconds_since(begun),
                    .deliveries = static_cast<double>(done.result.run.deliveries),
                    .peak_rss_mb = peak_rss_mb()};
  measured.also["deliveries_per_cpu_s"] = measured.deliveries / (cpu_seconds() - cpu_begun);
  return measured;
}

/// Simulated figures, beside the seconds that simulating them took: commands a second and how long one took.
Measured contention_on_simgrid(std::string_view strategy, std::uint64_t fridges) {
  const std::string text = lunch(strategy, fridges, "rate: 400/s, for: 10s");
  const auto begun = std::chrono::steady_clock::now();
  const properties::ScenarioRun done = run(text, {.seed = 1, .engine = "simgrid"});
  Measured measured{.seconds = seconds_since(begun),
                    .deliveries = static_cast<double>(done.result.run.deliveries),
                    .peak_rss_mb = peak_rss_mb()};
  const properties::Metrics& metrics = done.result.metrics;
  const auto ms = [](Duration span) { return std::chrono::duration<double, std::milli>(span).count(); };
  if (const auto found = metrics.times.find("command_completion"); found != metrics.times.end()) {
    measured.also["p50_ms"] = ms(found->second.p50);
    measured.also["p99_ms"] = ms(found->second.p99);
  }
  for (const char* name : {"commands_per_second", "fairness", "messages_per_command"}) {
    if (const auto found = metrics.rates.find(name); found != metrics.rates.end()) measured.also[name] = found->second;
  }
  measured.also["failed"] = done.result.verdict == properties::Verdict::fail ? 1 : 0;
  return measured;
}

constexpr std::uint64_t commands = 1'000'000;

/// Drivers that each load one meal into a fridge drawn evenly: as many commands for few fridges as for many.
std::vector<ClientScript> drivers(std::uint64_t fridges) {
  constexpr std::uint64_t clients = 64;
  Rng rng(1);
  std::vector<ClientScript> scripts(clients);
  for (std::uint64_t i = 0; i < commands; ++i) {
    ClientScript& script = scripts[i % clients];
    const std::uint64_t fridge = 1 + rng.below(fridges);
    script.intents.push_back(
        {.at = SimTime(std::chrono::microseconds(200 * i)),
         .command = CommandId{i + 1},
         .stream = smart_fridge::stream_of(smart_fridge::FridgeId{fridge}),
         .body = Payload::of(smart_fridge::LoadMeals{.meal = smart_fridge::MealId{1}, .quantity = 1}),
         .view = {},
         .row = {}});
  }
  for (std::uint64_t i = 0; i < clients; ++i) {
    scripts[i].name = "driver-" + std::to_string(i + 1);
    scripts[i].role = "driver";
  }
  return scripts;
}

Measured cost_per_command(const OwnershipDesign& ownership, std::uint64_t fridges) {
  const smart_fridge::SmartFridge domain;
  Design design;
  design.command_queue.handlers = 32;
  design.event_store.append = AppendCheck::any;
  design.ownership = ownership;
  sim::Platform platform = sim::platform_of(sim::Deployment{});
  const std::vector<ClientScript> clients = drivers(fridges);
  sim::Simulation simulation({.system = assemble_checked(design, domain, clients),
                              .platform = std::move(platform),
                              .engine = "fast",
                              .faults = {},
                              .plan = std::nullopt,
                              .clients = clients,
                              .world = {}});
  const auto begun = std::chrono::steady_clock::now();
  const double cpu_begun = cpu_seconds();
  const sim::SimulationEnd end = simulation.run();
  const double cpu = cpu_seconds() - cpu_begun;
  Measured measured{.seconds = seconds_since(begun),
                    .deliveries = static_cast<double>(end.deliveries),
                    .peak_rss_mb = peak_rss_mb()};
  if (!end.quiet) throw std::runtime_error("the run did not come to its end");
  measured.also["us_per_command"] = measured.seconds * 1e6 / static_cast<double>(commands);
  measured.also["cpu_us_per_command"] = cpu * 1e6 / static_cast<double>(commands);
  return measured;
}

}  // namespace
}  // namespace crisper::bench

int main(int argc, char** argv) {
  using namespace crisper;
  using namespace crisper::bench;
  for (const StrategyEntry& entry : ownership_strategies()) {
    add("fast/" + std::string(entry.name), [name = entry.name] { return deliveries_on_fast(name); });
  }
  for (const StrategyEntry& entry : ownership_strategies()) {
    for (const std::uint64_t fridges : {1, 10, 1000}) {
      add("contention/" + std::string(entry.name) + "/fridges:" + std::to_string(fridges),
          [name = entry.name, fridges] { return contention_on_simgrid(name, fridges); }, 1);
    }
  }
  const std::vector<std::pair<std::string, OwnershipDesign>> owned{
      {"row_lock", {.strategy = OwnershipStrategy::row_lock}},
      {"partition_and_lock", {.strategy = OwnershipStrategy::partition_and_lock}},
      {"actor_per_stream", {.strategy = OwnershipStrategy::actor_per_stream}}};
  for (const auto& [name, ownership] : owned) {
    for (const std::uint64_t streams : {1'000, 10'000, 100'000, 1'000'000}) {
      add("streams/" + name + "/" + std::to_string(streams),
          [ownership = ownership, streams] { return cost_per_command(ownership, streams); }, 1);
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
