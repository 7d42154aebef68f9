#include "tests/gui/models/example_run.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <utility>

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

/// Runs it and writes what `crisper run` would.
std::filesystem::path folder_of(const std::string& name, sim::Scenario scenario) {
  const std::filesystem::path path = scratch() / name.c_str();
  std::filesystem::create_directories(path);
  properties::ScenarioRunOptions options;
  options.seed = scenario.seed;
  options.trace_path = path / "trace.sqlite";
  options.replay = "crisper run " + name;
  const auto run = properties::run_scenario(scenario, options);
  EXPECT_TRUE(run) << run.error();
  const properties::RunIdentity& id = run->result.run;
  write(path / "scenario.yaml", sim::to_yaml(scenario));
  write(path / "plan.yaml", sim::write_plan({.scenario = scenario.name,
                                             .engine = id.engine,
                                             .seed = id.seed,
                                             .digest = id.digest,
                                             .plan = run->plan,
                                             .written_as = sim::digest_of(run->plan)}));
  write(path / "result.json", reports::run_json(run->result));
  return path;
}

sim::Scenario example_scenario(const char* file, const std::vector<std::pair<std::string, std::string>>& settings) {
  auto scenario = sim::load_scenario(std::string(CRISPER_EXAMPLES_DIR "/") + file);
  EXPECT_TRUE(scenario) << scenario.error().text();
  for (const auto& [key, value] : settings) {
    scenario = sim::set_path(*scenario, key, value);
    EXPECT_TRUE(scenario) << scenario.error().text();
  }
  return *scenario;
}

std::shared_ptr<const LoadedRun> loaded(const std::filesystem::path& folder) {
  auto loaded = load_run(folder / "trace.sqlite", {});
  EXPECT_TRUE(loaded) << loaded.error().message;
  return *loaded;
}

}  // namespace

const std::filesystem::path& example_folder() {
  static const std::filesystem::path folder = folder_of("example", example_scenario("lunch_rush_no_inbox.yaml", {}));
  return folder;
}

const std::shared_ptr<const LoadedRun>& example_run() {
  static const std::shared_ptr<const LoadedRun> run = loaded(example_folder());
  return run;
}

const std::filesystem::path& deadlocked_folder() {
  static const std::filesystem::path folder =
      folder_of("deadlocked", example_scenario("picnic.yaml", {{"engine", "fast"},
                                                               {"design.ownership.deadlock", "none"},
                                                               {"workload.baskets.rate", "120/s"},
                                                               {"workload.orders.for", "3s"}}));
  return folder;
}

const std::shared_ptr<const LoadedRun>& deadlocked_run() {
  static const std::shared_ptr<const LoadedRun> run = loaded(deadlocked_folder());
  return run;
}

MadeRun make_run(const std::string& name, const char* example,
                 const std::vector<std::pair<std::string, std::string>>& settings) {
  const std::filesystem::path folder = folder_of(name, example_scenario(example, settings));
  return {folder, loaded(folder)};
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
  write(path, sim::to_yaml(example_scenario("two_writers.yaml", {{"design.ownership.strategy", "none"},
                                                                 {"design.event_store.append", "any"}})));
  return path;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path small_trace_file() {
  const std::filesystem::path path = scratch() / "small.sqlite";
  EXPECT_TRUE(sim::SmallTrace().write({.path = path, .stream_categories = {{1, "fridge"}}}));
  return path;
}

}  // namespace crisper::gui
