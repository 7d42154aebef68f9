#include "tests/reports/sample_sweep.hpp"

namespace crisper::reports::testing {

using namespace properties;

SweepResult sample_sweep() {
  SweepGroup good;
  good.settings = {{"design.ownership.strategy", "row_lock"}, {"faults", "[{loss: 1%, on: {to: \"a\"}}]"}};
  good.engine = "simgrid";
  good.passed = 3;
  good.measures = {{"commands_per_second", {.runs = 3, .median = 199.5, .least = 190, .most = 201}},
                   {"fairness", {.runs = 3, .median = 0.998, .least = 0.9, .most = 1}},
                   {"order_latency.p50_ns", {.runs = 3, .median = 14'812'430, .least = 1, .most = 20'000'000}},
                   {"order_latency.p99_ns", {.runs = 3, .median = 1'276'042'736, .least = 1, .most = 2e9}},
                   {"command_latency.p50_ns", {.runs = 3, .median = 1'000, .least = 1, .most = 2'000}},
                   {"ownership_wait.p99_ns", {.runs = 3, .median = 999'600, .least = 1, .most = 2'000'000}}};
  for (const std::uint64_t seed : {1, 2, 3}) good.seeds.push_back({seed, Verdict::pass, "00000000000000aa", {}});
  SweepGroup bad = good;
  bad.settings[0].value = "none";
  bad.passed = 0;
  bad.failed = 2;
  bad.unknown = 1;
  bad.measures.erase("ownership_wait.p99_ns");
  bad.failures = {{.property = "single_writer", .runs = 2, .first_seed = 2, .reason = "two \"writers\", one state"},
                  {.property = "order_latency p99 < 5s", .runs = 1, .first_seed = 3, .reason = "too slow"}};
  bad.seeds = {{1, Verdict::unknown, {}, "the run's process was killed by signal 9 (Killed)"},
               {2, Verdict::fail, "00000000000000ab", {}},
               {3, Verdict::fail, "00000000000000ac", {}}};
  bad.replay = "crisper run lunch.yaml --engine simgrid --seed 2 --set design.ownership.strategy=none";
  return {.scenario = "lunch rush",
          .axes = {{.path = "design.ownership.strategy", .values = {"row_lock", "none"}},
                   {.path = "faults", .values = {"[{loss: 1%, on: {to: \"a\"}}]"}}},
          .seeds = {1, 2, 3},
          .groups = {good, bad}};
}

}  // namespace crisper::reports::testing
