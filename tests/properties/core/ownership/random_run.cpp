#include "tests/properties/core/ownership/random_run.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "core/base/rng.hpp"
#include "core/design/ownership_strategy.hpp"
#include "properties/scenario_run.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/schedule/pct_scheduler.hpp"
#include "sim/schedule/pos_scheduler.hpp"
#include "tests/sim/schedule/random_scheduler.hpp"

namespace crisper::properties {
namespace {

/// Who chooses the order of deliveries, and how far from the order of their arrival.
struct Schedule {
  std::string name;
  std::unique_ptr<sim::Scheduler> scheduler;  ///< null: they go as they arrive
  sim::ScheduleOptions options;
};

Schedule random_schedule(std::uint64_t number) {
  Rng rng = Rng(number).fork("random schedule");
  Schedule schedule;
  schedule.options.window = std::chrono::microseconds(rng.between(500, 20'000));
  schedule.options.keep_link_order = rng.between(0, 1) == 0;
  const std::uint64_t key = rng.next();
  switch (rng.between(0, 3)) {
    case 0: schedule.name = "as they arrive"; break;
    case 1:
      schedule.name = "random";
      schedule.scheduler = std::make_unique<sim::test::RandomScheduler>(key);
      break;
    case 2:
      schedule.name = "pos";
      schedule.scheduler = std::make_unique<sim::PosScheduler>(key);
      break;
    default:
      schedule.name = "pct";
      schedule.scheduler = std::make_unique<sim::PctScheduler>(sim::PctOptions{
          .key = key, .depth = static_cast<std::uint32_t>(rng.between(2, 6)), .length = 1000});
  }
  return schedule;
}

/// Half of the runs keep their handlers, and half of them carry commands out in these.
void draw_processes(Design& design, std::uint64_t number) {
  Rng rng = Rng(number).fork("random processes");
  if (rng.between(0, 1) == 1) design.command_queue.scale = random_scale(rng);
  if (rng.between(0, 1) == 1) {
    constexpr std::array kinds{ExecutorKind::singleton, ExecutorKind::pool, ExecutorKind::per_entity,
                               ExecutorKind::per_request};
    design.executor.kind = kinds[rng.below(kinds.size())];
    design.executor.size = static_cast<std::uint32_t>(rng.between(1, 4));
  }
}

sim::Scenario scenario_of(const RandomRuns& runs, std::uint64_t number) {
  const std::string text = random_lunch(runs.strategy, number, runs.settings, runs.workload, runs.targets);
  auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
  scenario->design.event_store.append = runs.append;
  // Leaders, leases of several replicas, and actors don't last on a network that holds messages back for longer than
  // they wait (a lint warning).
  OwnershipDesign& ownership = scenario->design.ownership;
  Duration delay{};
  for (const sim::FaultSpec& fault : scenario->faults) {
    if (fault.kind == sim::FaultKind::delay) delay = std::max(delay, fault.amount_max);
  }
  if (ownership.replicas > 1) ownership.lease = std::max(ownership.lease, 5 * delay);
  ownership.failover = std::max(ownership.failover, 2 * delay + delay / 2);
  if (ownership.strategy == OwnershipStrategy::actor_per_stream) {
    scenario->design.executor.timeout = std::max(scenario->design.executor.timeout, 4 * delay);
  }
  // Who waits for a lock for longer than its lease has lost it by its own count when it gets it (another).
  ownership.wait = std::min(ownership.wait, ownership.lease / 2);
  draw_processes(scenario->design, number);
  // A handler that gives its executor up before that has its lock, and has used it, may do so a thousand times (a lint
  // warning).
  Duration& patience = scenario->design.executor.timeout;
  patience = std::max(patience, ownership.wait + 4 * delay);
  return std::move(*scenario);
}

/// Where CRISPER_RANDOM_SAVE names a directory: scenario, plan and trace, for `crisper run NAME.yaml --plan NAME.plan`.
/// Without an ending; empty where nobody asked.
std::string saved_as(const sim::Scenario& scenario, std::uint64_t number) {
  const char* directory = std::getenv("CRISPER_RANDOM_SAVE");
  if (!directory) return {};
  return fmt::format("{}/{}_{}", directory, entry_of(scenario.design.ownership.strategy).name, number);
}

void save(const sim::Scenario& scenario, std::uint64_t number, const ScenarioRun& run) {
  const std::string path = saved_as(scenario, number);
  if (path.empty()) return;
  std::ofstream(path + ".yaml") << sim::to_yaml(scenario);
  const sim::PlanFile plan{.scenario = scenario.name,
                           .engine = "fast",
                           .seed = number,
                           .digest = run.result.run.digest,
                           .plan = run.plan,
                           .written_as = sim::digest_of(run.plan)};
  std::ofstream(path + ".plan") << sim::write_plan(plan);
}

ScenarioRun made(const sim::Scenario& scenario, std::uint64_t number) {
  const Schedule schedule = random_schedule(number);
  const std::string path = saved_as(scenario, number);
  auto run = run_scenario(scenario, {.seed = number,
                                     .engine = "fast",
                                     .plan = {},
                                     .trace_path = path.empty() ? path : path + ".sqlite",
                                     .replay = {},
                                     .scheduler = schedule.scheduler.get(),
                                     .schedule = schedule.options,
                                     .measure = false,
                                     .keep_evidence = false});
  EXPECT_TRUE(run.has_value()) << run.error();
  return std::move(*run);
}

}  // namespace

RunResult random_run(const RandomRuns& runs, std::uint64_t number) {
  const sim::Scenario scenario = scenario_of(runs, number);
  const ScenarioRun run = made(scenario, number);
  if (run.result.verdict != Verdict::pass) save(scenario, number, run);
  return run.result;
}

std::optional<RunCase> failing_run(const RandomRuns& runs, std::uint64_t number, std::string_view property) {
  const sim::Scenario scenario = scenario_of(runs, number);
  ScenarioRun run = made(scenario, number);
  const auto judged = std::ranges::find(run.result.properties, property, &PropertyResult::name);
  if (judged == run.result.properties.end() || judged->verdict != Verdict::fail) return std::nullopt;
  return RunCase{.scenario = scenario, .plan = std::move(run.plan), .seed = number, .engine = "fast"};
}

std::string describe_random_run(const RandomRuns& runs, std::uint64_t number) {
  const Schedule schedule = random_schedule(number);
  return fmt::format("run {} of {}{}: deliveries {} within {} us, {}\n{}", number, runs.strategy, runs.settings,
                     schedule.name, to_ns(schedule.options.window) / 1000,
                     schedule.options.keep_link_order ? "links in order" : "links out of order",
                     sim::to_yaml(scenario_of(runs, number)));
}

}  // namespace crisper::properties
