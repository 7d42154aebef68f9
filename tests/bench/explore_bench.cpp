// Runs per second of a hunt through the lunch rush of a hundred commands, beside the bare baselines: a child that is
// forked and ends, the run alone (nothing judged or recorded), and the run as a hunt makes it but in one process.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

#include "properties/search/explore/hunt.hpp"
#include "properties/vocabulary.hpp"
#include "sim/engine/worker_pool.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::bench {
namespace {

properties::HuntSubject small_rush(const std::string& engine) {
  auto scenario =
      sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/small_rush.yaml", properties::scenario_vocabulary());
  if (!scenario) throw std::runtime_error(scenario.error().text());
  return {.scenario = std::move(*scenario), .engine = engine};
}

void fork_and_exit(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(sim::run_in_worker([] { return std::string(); }).end);
  }
  state.SetItemsProcessed(state.iterations());
}

void bare_run(benchmark::State& state) {
  const properties::HuntSubject subject = small_rush("fast");
  std::uint64_t seed = 0;
  std::uint64_t deliveries = 0;
  for ([[maybe_unused]] auto _ : state) {
    properties::ScenarioRunOptions options;
    options.seed = ++seed;
    options.judge = false;
    deliveries += properties::run_scenario(subject.scenario, options)->result.run.deliveries;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["deliveries"] = static_cast<double>(deliveries) / static_cast<double>(state.iterations());
}

/// With all that a hunt adds: properties, signatures, coverage, what was reached, and its way through a pipe.
void recorded_run(benchmark::State& state, const std::string& strategy) {
  const properties::HuntSubject subject = small_rush("fast");
  std::uint64_t seed = 0;
  for ([[maybe_unused]] auto _ : state) {
    ++seed;
    const properties::HuntInput input{.strategy = strategy, .seed = seed, .key = seed, .off = {}};
    const std::string bytes = encode_record(record_run(subject, input, {}));
    benchmark::DoNotOptimize(properties::decode_record(bytes)->digest);
  }
  state.SetItemsProcessed(state.iterations());
}

void hunt(benchmark::State& state, const std::string& engine, const std::string& strategy, std::uint64_t runs) {
  const properties::HuntSubject subject = small_rush(engine);
  const std::string path = std::filesystem::temp_directory_path() / "crisper-bench-hunt.sqlite";
  const properties::HuntIdentity identity{.name = subject.scenario.name,
                                          .scenario = sim::to_yaml(subject.scenario),
                                          .source = "",
                                          .engine = engine,
                                          .strategy = strategy};
  for ([[maybe_unused]] auto _ : state) {
    std::filesystem::remove(path);
    auto file = properties::HuntFile::create(path, identity);
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    if (!file || !run_hunt(subject, *file, {.runs = runs, .at_once = cores})) return state.SkipWithError("no hunt");
    file->close();
  }
  std::filesystem::remove(path);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(runs));
}

}  // namespace
}  // namespace crisper::bench

int main(int argc, char** argv) {
  using namespace crisper::bench;
  const auto in_ms = [](auto* registered) { registered->Unit(benchmark::kMillisecond)->UseRealTime(); };
  in_ms(benchmark::RegisterBenchmark("fork_and_exit", fork_and_exit));
  in_ms(benchmark::RegisterBenchmark("fast/bare_run", bare_run));
  for (const char* strategy : {"random", "pct", "pos", "surw"}) {
    const std::string name = std::string("fast/recorded_run/") + strategy;
    in_ms(benchmark::RegisterBenchmark(name.c_str(), [strategy](auto& state) { recorded_run(state, strategy); }));
  }
  for (const char* strategy : {"random", "swarm", "pct", "pos", "surw", "feedback", "portfolio"}) {
    const std::string name = std::string("fast/hunt/") + strategy;
    in_ms(benchmark::RegisterBenchmark(name.c_str(), [strategy](benchmark::State& state) {
            hunt(state, "fast", strategy, 2000);
          })->Iterations(1));
  }
  in_ms(benchmark::RegisterBenchmark("simgrid/hunt/random", [](benchmark::State& state) {
          hunt(state, "simgrid", "random", 200);
        })->Iterations(1));
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
