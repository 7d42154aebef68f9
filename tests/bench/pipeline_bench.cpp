// Deliveries per second through the whole pipeline, beside the bare baselines: a binary heap that is pushed and popped,
// and SimGrid's own mailboxes. Every measurement runs in a child of its own and reports the time of the run alone.
#include <benchmark/benchmark.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/bench/bare_simgrid.hpp"
#include "tests/bench/measured.hpp"

namespace crisper::bench {
namespace {

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
  orders: {rate: 2000/s, for: 10s, customers: 2000, clients: 64, fridges: 500, meals: 10}
  restock: {initial: 1000}
properties: [all]
)";

enum class With { nothing, invariants, everything_and_trace };

Measured run_pipeline(const std::string& engine, With with, const std::string& orders_for) {
  const auto scenario = sim::parse_scenario(steady_load);
  if (!scenario) throw std::runtime_error(scenario.error().text());
  const auto sized = sim::set_path(*scenario, "workload.orders.for", orders_for);
  const std::string trace = std::filesystem::temp_directory_path() / "crisper-bench-trace.sqlite";
  const properties::ScenarioRunOptions options{.seed = 1,
                                               .engine = engine,
                                               .plan = std::nullopt,
                                               .trace_path = with == With::everything_and_trace ? trace : "",
                                               .replay = "",
                                               .measure = with == With::everything_and_trace,
                                               .judge = with != With::nothing};
  const auto begun = std::chrono::steady_clock::now();
  const auto run = properties::run_scenario(*sized, options);
  const double seconds = seconds_since(begun);
  std::filesystem::remove(trace);
  if (!run) throw std::runtime_error(run.error());
  if (with != With::nothing && run->result.verdict != properties::Verdict::pass) {
    throw std::runtime_error("the run did not pass: " + run->result.reason);
  }
  return {seconds, static_cast<double>(run->result.run.deliveries), peak_rss_mb()};
}

/// Events through a binary heap of the size that the pipeline keeps (some thousands), and nothing else.
Measured run_bare_heap() {
  struct Event {
    std::int64_t at;
    std::uint64_t sequence;
    bool operator>(const Event& other) const { return at != other.at ? at > other.at : sequence > other.sequence; }
  };
  constexpr std::uint64_t events = 20'000'000;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> heap;
  Rng rng(1);
  for (std::uint64_t i = 0; i < 4096; ++i) heap.push({rng.between(std::int64_t{0}, std::int64_t{1'000'000}), i});
  const auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; i < events; ++i) {
    const Event event = heap.top();
    heap.pop();
    heap.push({event.at + 1000 + static_cast<std::int64_t>(event.sequence & 1023), event.sequence + 4096});
  }
  benchmark::DoNotOptimize(heap.top().at);
  return {seconds_since(begun), static_cast<double>(events), peak_rss_mb()};
}

Measured run_bare_simgrid() {
  const PingLoad load;
  return {bare_simgrid_seconds(load), static_cast<double>(load.messages), peak_rss_mb()};
}

}  // namespace
}  // namespace crisper::bench

int main(int argc, char** argv) {
  using namespace crisper::bench;
  add("bare_heap", run_bare_heap);
  add("fast/pipeline", [] { return run_pipeline("fast", With::nothing, "10s"); });
  add("fast/pipeline+invariants", [] { return run_pipeline("fast", With::invariants, "10s"); });
  add("fast/pipeline+invariants+metrics+trace", [] { return run_pipeline("fast", With::everything_and_trace, "10s"); });
  add("bare_simgrid_mailbox", run_bare_simgrid);
  add("simgrid/pipeline", [] { return run_pipeline("simgrid", With::nothing, "5s"); });
  add("simgrid/pipeline+invariants", [] { return run_pipeline("simgrid", With::invariants, "5s"); });
  add("simgrid/pipeline+invariants+metrics+trace",
      [] { return run_pipeline("simgrid", With::everything_and_trace, "5s"); });
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
