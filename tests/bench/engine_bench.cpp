// Messages, timers and work per second of each engine, beside bare SimGrid. Every measurement runs in a child, since
// SimGrid exists once per process; the child reports the time of the run alone.
#include <benchmark/benchmark.h>

#include <bit>
#include <chrono>
#include <functional>
#include <memory>

#include "core/message/codec.hpp"
#include "sim/engine/fast/fast_engine.hpp"
#include "sim/engine/simgrid/simgrid_engine.hpp"
#include "sim/engine/worker_pool.hpp"
#include "tests/bench/bare_simgrid.hpp"

namespace crisper::bench {
namespace {

using namespace crisper::literals;

enum class What { messages, timers, work };

/// Keeps `in_flight` things going until so many were called back.
class Load final : public sim::EngineClient {
 public:
  Load(sim::Engine& engine, What what, const PingLoad& load) : engine_(engine), what_(what), load_(load) {}

  void on_begin() override {
    for (std::uint32_t k = 0; k < load_.in_flight; ++k) again(k, k % load_.hosts);
  }
  void on_timer(sim::Cookie cookie) override { done(cookie); }
  void on_arrival(sim::Cookie cookie) override { done(cookie); }
  void on_executed(sim::Cookie cookie) override { done(cookie); }

 private:
  void done(sim::Cookie cookie) {
    if (++done_ == load_.messages) return engine_.stop();
    again(static_cast<std::uint32_t>(cookie >> 32), static_cast<std::uint32_t>(cookie));
  }
  void again(std::uint32_t k, std::uint32_t here) {
    const std::uint32_t next = (here + 1 + k % 3) % load_.hosts;
    const sim::Cookie cookie = (sim::Cookie{k} << 32) | next;
    switch (what_) {
      case What::messages:
        return engine_.transmit({.from = HostId{here},
                                 .to = HostId{next},
                                 .link = here * load_.hosts + next,
                                 .bytes = 200,
                                 .packet = cookie});
      case What::timers:
        return engine_.set_timer(engine_.now() + 1ms + Duration(k), cookie);
      case What::work:
        return engine_.execute(HostId{next}, 1ms + Duration(k), cookie);
    }
  }

  sim::Engine& engine_;
  What what_;
  PingLoad load_;
  std::uint64_t done_ = 0;
};

template <class AnyEngine>
double engine_seconds(What what, const PingLoad& load) {
  const sim::Platform platform = sim::uniform_platform(load.hosts, sim::Platform{}.link);
  AnyEngine engine(platform);
  Load client(engine, what, load);
  const auto begin = std::chrono::steady_clock::now();
  engine.run(client);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void measure(benchmark::State& state, const std::function<double(const PingLoad&)>& seconds_of) {
  const PingLoad load{.in_flight = static_cast<std::uint32_t>(state.range(0))};
  for (auto _ : state) {
    const sim::JobOutcome run = sim::run_in_worker([&] {
      std::string bytes;
      append_word(bytes, std::bit_cast<std::uint64_t>(seconds_of(load)));
      return bytes;
    });
    std::uint64_t word = 0;
    if (!run.is_done() || !ByteReader(run.output).word(word)) {
      return state.SkipWithError(run.why_and_last_words().c_str());
    }
    state.SetIterationTime(std::bit_cast<double>(word));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(load.messages) * state.iterations());
}

constexpr auto on_simgrid = engine_seconds<sim::SimGridEngine>;
constexpr auto on_fast = engine_seconds<sim::FastEngine>;

void bare(benchmark::State& state) { measure(state, bare_simgrid_seconds); }

void engine(benchmark::State& state, double (*seconds_of)(What, const PingLoad&), What what) {
  measure(state, [=](const PingLoad& load) { return seconds_of(what, load); });
}

void in_flight(benchmark::internal::Benchmark* each) {
  each->Arg(8)->Arg(64)->Arg(512)->UseManualTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(bare)->Name("messages/bare_simgrid")->Apply(in_flight);
BENCHMARK_CAPTURE(engine, simgrid, on_simgrid, What::messages)->Name("messages/simgrid")->Apply(in_flight);
BENCHMARK_CAPTURE(engine, fast, on_fast, What::messages)->Name("messages/fast")->Apply(in_flight);
BENCHMARK_CAPTURE(engine, simgrid, on_simgrid, What::timers)->Name("timers/simgrid")->Apply(in_flight);
BENCHMARK_CAPTURE(engine, fast, on_fast, What::timers)->Name("timers/fast")->Apply(in_flight);
BENCHMARK_CAPTURE(engine, simgrid, on_simgrid, What::work)->Name("work/simgrid")->Apply(in_flight);
BENCHMARK_CAPTURE(engine, fast, on_fast, What::work)->Name("work/fast")->Apply(in_flight);

}  // namespace
}  // namespace crisper::bench
