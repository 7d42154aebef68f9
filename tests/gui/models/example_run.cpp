#include "tests/gui/models/example_run.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "properties/scenario_run.hpp"
#include "reports/run_json.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::gui {
namespace {

const sim::ScratchFolder& scratch() {
  static const sim::ScratchFolder folder;
  return folder;
}

void write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

const std::filesystem::path& example_folder() {
  static const std::filesystem::path folder = [] {
    const std::filesystem::path path = scratch() / "example";
    std::filesystem::create_directories(path);
    const auto scenario = sim::load_scenario(CRISPER_EXAMPLES_DIR "/lunch_rush_no_inbox.yaml");
    EXPECT_TRUE(scenario) << scenario.error().text();
    properties::ScenarioRunOptions options;
    options.seed = scenario->seed;
    options.trace_path = path / "trace.sqlite";
    options.replay = "crisper run example";
    const auto run = properties::run_scenario(*scenario, options);
    EXPECT_TRUE(run) << run.error();
    const properties::RunIdentity& id = run->result.run;
    write(path / "scenario.yaml", sim::to_yaml(*scenario));
    write(path / "plan.yaml", sim::write_plan({.scenario = scenario->name,
                                               .engine = id.engine,
                                               .seed = id.seed,
                                               .digest = id.digest,
                                               .plan = run->plan,
                                               .written_as = sim::digest_of(run->plan)}));
    write(path / "result.json", reports::run_json(run->result));
    return path;
  }();
  return folder;
}

const std::shared_ptr<const LoadedRun>& example_run() {
  static const std::shared_ptr<const LoadedRun> run = [] {
    auto loaded = load_run(example_folder() / "trace.sqlite", {});
    EXPECT_TRUE(loaded) << loaded.error().message;
    return *loaded;
  }();
  return run;
}

std::filesystem::path small_failing_scenario() {
  const std::filesystem::path path = scratch() / "two_meals_twice.yaml";
  write(path, R"(crisper: 1
name: two meals, twice
engine: fast
design:
  consumers: {catalog: {inbox: off}}
workload:
  script:
    - {client: kitchen, at: 0s, load: {fridge: 1, meal: 1, quantity: 1}}
    - {client: kitchen, at: 1s, load: {fridge: 1, meal: 2, quantity: 1}}
    - {client: customer-1, at: 2s, order: {fridge: 1, meal: 1}}
faults:
  - {duplicate: 100%, on: {from: event-log, to: catalog}}
)");
  return path;
}

std::filesystem::path unsafe_writers_scenario() {
  const std::filesystem::path path = scratch() / "unsafe_writers.yaml";
  auto scenario = sim::load_scenario(CRISPER_EXAMPLES_DIR "/two_writers.yaml");
  for (const auto& [key, value] : {std::pair{"design.ownership.strategy", "none"},
                                   std::pair{"design.event_store.append", "any"}}) {
    scenario = sim::set_path(*scenario, key, value);
    EXPECT_TRUE(scenario) << scenario.error().text();
  }
  write(path, sim::to_yaml(*scenario));
  return path;
}

std::filesystem::path small_trace_file() {
  const std::filesystem::path path = scratch() / "small.sqlite";
  EXPECT_TRUE(sim::SmallTrace().write({.path = path, .stream_categories = {{1, "fridge"}}}));
  return path;
}

}  // namespace crisper::gui
