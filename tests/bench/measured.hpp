// Measured: one measurement, made in a child of its own, so that one run's memory and engine never meet another's.
#pragma once

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <sstream>
#include <string>

#include "sim/engine/worker_pool.hpp"

namespace crisper::bench {

struct Measured {
  double seconds = 0;     ///< of what is measured, without its set-up
  double deliveries = 0;  ///< or whatever is counted
  double peak_rss_mb = 0;
  std::map<std::string, double> also{};  ///< further figures, by name; no spaces in names
};

inline double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// Of this process's own work, also where others load the machine.
inline double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

inline double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

inline std::string to_text(const Measured& measured) {
  std::ostringstream text;
  text.precision(12);
  text << measured.seconds << ' ' << measured.deliveries << ' ' << measured.peak_rss_mb;
  for (const auto& [name, value] : measured.also) text << ' ' << name << ' ' << value;
  return text.str();
}

inline bool from_text(const std::string& line, Measured& measured) {
  std::istringstream text(line);
  if (!(text >> measured.seconds >> measured.deliveries >> measured.peak_rss_mb)) return false;
  std::string name;
  for (double value = 0; text >> name >> value;) measured.also[name] = value;
  return true;
}

/// Runs the body in a child for each iteration and reports what it measured.
inline void report(benchmark::State& state, const std::function<Measured()>& body) {
  double deliveries = 0;
  Measured measured;
  for ([[maybe_unused]] auto _ : state) {
    const sim::JobOutcome child = sim::run_in_worker([&] { return to_text(body()); });
    if (!child.is_done() || !from_text(child.output, measured)) {
      return state.SkipWithError(child.why_and_last_words().c_str());
    }
    state.SetIterationTime(measured.seconds);
    deliveries += measured.deliveries;
  }
  state.counters["deliveries/s"] = benchmark::Counter(deliveries, benchmark::Counter::kIsRate);
  state.counters["deliveries"] = deliveries / static_cast<double>(state.iterations());
  state.counters["peak_rss_MB"] = measured.peak_rss_mb;
  for (const auto& [name, value] : measured.also) state.counters[name] = value;
}

inline void add(const std::string& name, std::function<Measured()> body, int iterations = 3) {
  benchmark::RegisterBenchmark(name.c_str(), [body = std::move(body)](benchmark::State& state) { report(state, body); })
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond)
      ->Iterations(iterations);
}

}  // namespace crisper::bench
