// What a trace costs: a ping-pong world with and without one. Each delivery is one turn that says one thing of its own
// (an event with a payload that differs every time), so a delivery makes two rows and one payload.
//
//   crisper_trace_bench --benchmark_filter=traced    rows/s, the time added at the end, peak memory of the process
//   crisper_trace_bench                              the difference between the two is what a delivery pays
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <memory>

#include "core/message/body.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/system.hpp"
#include "sim/engine/make_engine.hpp"
#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {
namespace {

struct Ball {
  CRISPER_BODY(Ball);
  std::int64_t number = 0;
  StreamId court;
  CRISPER_FIELDS(number, court)
};

/// Plays the ball back to whoever sent it; the one that serves begins.
class Player final : public Process {
 public:
  explicit Player(ProcessId serves_to) : serves_to_(serves_to) {}

  Task<> start(Context& context) override {
    if (serves_to_.value != 0) context.cast(serves_to_, Payload::of(Ball{.court = StreamId{serves_to_.value}}));
    co_return;
  }

  Task<> receive(Context& context, const Envelope& envelope) override {
    const auto& ball = *envelope.payload.as<Ball>();
    const Payload next = Payload::of(Ball{.number = ball.number + 1, .court = ball.court});
    context.observe({.kind = ObservationKind::event_applied,
                     .message = envelope.id,
                     .stream = ball.court,
                     .a = ball.number,
                     .payload = next.get()});
    context.cast(envelope.from, next);
    co_return;
  }

 private:
  ProcessId serves_to_;
};

System courts(std::uint32_t count) {
  System system;
  for (std::uint32_t i = 0; i < count; ++i) {
    const ProcessId other = system.add({.name = "returner-" + std::to_string(i),
                                        .role = "returner",
                                        .factory = [] { return std::make_unique<Player>(ProcessId{}); },
                                        .mailbox = {},
                                        .host = {}});
    system.add({.name = "server-" + std::to_string(i),
                .role = "server",
                .factory = [other] { return std::make_unique<Player>(other); },
                .mailbox = {},
                .host = {}});
  }
  return system;
}

std::unique_ptr<TraceWriter> writer_of(const std::filesystem::path& path, bool indices) {
  TraceOptions options{.path = path, .stream_categories = {}};
  options.indices = indices;
  return std::move(TraceWriter::create(options).value());
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// `deliveries` turns of 20 pairs on the fast engine.
void play(benchmark::State& state, bool traced, bool indices) {
  const auto deliveries = static_cast<std::uint64_t>(state.range(0));
  const auto path = std::filesystem::temp_directory_path() / "crisper_trace_bench.sqlite";
  const Platform platform = uniform_platform(6, {.latency = std::chrono::milliseconds(1)});
  const System system = courts(20);
  double finishing = 0;
  TraceSummary summary;
  for (auto _ : state) {
    const auto engine = make_engine("fast", platform);
    FaultInjector faults{FaultPlan{}};
    ObservationBus bus;
    const auto trace = traced ? writer_of(path, indices) : nullptr;
    if (trace) bus.attach(*trace);
    World world(system, platform, *engine, faults, bus, {.transport = {}, .step_limit = deliveries});
    world.run();
    if (!trace) continue;
    const auto end_of_run = std::chrono::steady_clock::now();
    summary = trace->finish().value();
    finishing += seconds_since(end_of_run);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(deliveries) * state.iterations());
  if (!traced) return;
  std::filesystem::remove(path);
  const auto rows = static_cast<double>(summary.deliveries + summary.observations + summary.payloads);
  state.counters["rows/s"] = benchmark::Counter(rows, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["finish_s"] = finishing / static_cast<double>(state.iterations());
  state.counters["file_MB"] = static_cast<double>(summary.file_bytes) / 1e6;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1e3;
}

void untraced(benchmark::State& state) { play(state, false, false); }
void traced(benchmark::State& state) { play(state, true, true); }
void traced_without_indices(benchmark::State& state) { play(state, true, false); }

/// Wall-clock time, and the processor time of both threads.
void a_million_deliveries(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
}

BENCHMARK(untraced)->Apply(a_million_deliveries);
BENCHMARK(traced)->Apply(a_million_deliveries);
BENCHMARK(traced_without_indices)->Apply(a_million_deliveries);

}  // namespace
}  // namespace crisper::sim
