#include "properties/scenario_run.hpp"

#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/version.hpp"
#include "core/design/timed_steps.hpp"
#include "properties/judge.hpp"
#include "properties/names.hpp"
#include "properties/support/patience.hpp"
#include "properties/support/standstill.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario_setup.hpp"
#include "sim/trace/trace_processes.hpp"

namespace crisper::properties {
namespace {

Result<std::unique_ptr<sim::TraceWriter>, std::string> open_trace(const std::string& path, const Domain& domain,
                                                                 sim::TraceFollower* follower) {
  if (path.empty()) return nullptr;
  sim::TraceOptions options;
  options.path = path;
  options.follower = follower;
  for (int category = 1; category < 256; ++category) {
    const StreamCategory id{static_cast<std::uint8_t>(category)};
    const std::string name = domain.category_name(id);
    if (!name.starts_with("stream")) options.stream_categories[id.value] = name;
    if (std::optional<StreamWords> words = domain.stream_words(id)) options.stream_words[id.value] = std::move(*words);
  }
  try {
    Result<std::unique_ptr<sim::TraceWriter>, sim::TraceError> writer = sim::TraceWriter::create(std::move(options));
    if (!writer) return failure(writer.error().message);
    return std::move(*writer);
  } catch (const std::system_error& error) {  // no thread for it
    return failure("can't write " + path + ": " + error.what());
  }
}

Result<void, std::string> finish_trace(sim::TraceWriter& writer, const sim::Simulation& simulation,
                                                const RunResult& result) {
  sim::name_processes(writer, simulation.world());
  writer.set("scenario", result.run.scenario);
  writer.set("engine", result.run.engine);
  writer.set("seed", std::to_string(result.run.seed));
  writer.set("digest", digest_text(result.run.digest));
  writer.set("verdict", std::string(name_of(result.verdict)));
  writer.set("version", version_text());
  const Result<sim::TraceSummary, sim::TraceError> summary = writer.finish();
  if (!summary) return failure(summary.error().message);
  return {};
}

std::vector<std::string> never_came(const Design& design, SimTime ended) {
  std::vector<std::string> paths;
  for (const TimedStep& step : timed_steps(design)) {
    if (sim_start + step.at > ended) paths.push_back("design." + step.path);
  }
  return paths;
}

}  // namespace

Result<ScenarioRun, std::string> run_scenario(const sim::Scenario& scenario, const ScenarioRunOptions& options) {
  Result<sim::ScenarioSetup, std::string> setup = sim::set_up(scenario, options.seed);
  if (!setup) return failure(setup.error());
  const Domain& domain = *setup->domain;
  setup->simulation.engine = options.engine;
  setup->simulation.plan = options.plan;
  setup->simulation.scheduler = options.scheduler;
  setup->simulation.schedule = options.schedule;

  // The verdict is what the run is for; a trace that can't be written is told beside it.
  Result<std::unique_ptr<sim::TraceWriter>, std::string> opened = open_trace(options.trace_path, domain,
                                                                                 options.follower);
  const std::unique_ptr<sim::TraceWriter> trace = opened ? std::move(*opened) : nullptr;

  sim::Simulation simulation(std::move(setup->simulation));
  Names names(simulation.system(), domain);
  names.ask_for_others([&](ProcessId id) {
    const sim::FaultTarget& target = simulation.world().target_of(id);
    return ProcessName{target.process, target.role};
  });
  JudgeOptions judged = options_for(scenario.properties);
  judged.measure = options.measure;
  judged.warm_up = sim_start + scenario.run.warm_up;
  if (const std::optional<sim::StagedLoad> load = sim::staged_load(scenario)) judged.intervals = RunIntervals(*load);
  judged.keep_evidence = options.keep_evidence;
  judged.patience = patience_of(scenario);
  judged.domain = &domain;
  judged.design = &scenario.design;
  Judge judge(names, judged);
  if (options.judge) judge.attach_to(simulation.bus());
  for (RunWatch* watch : options.watches) {
    watch->begin(names);
    simulation.bus().attach(*watch);
  }
  if (trace) {
    trace->ask_for_processes([&](std::uint32_t from) { return sim::processes_of(simulation.world(), from); });
    simulation.bus().attach(*trace);
  }

  const sim::SimulationEnd end = simulation.run();

  RunEnd run_end = run_end_of(end, simulation.faults());
  run_end.standstill_after = standstill_after(scenario.design);
  run_end.dead_letters_expected = scenario.run.dead_letters == sim::DeadLettersAre::expected;
  if (options.judge) {
    simulation.inspect(judge.audit());
    run_end.audited = true;
  }
  ScenarioRun run{.result = judge.finish(run_end, RunIdentity{.scenario = scenario.name,
                                                              .engine = options.engine,
                                                              .seed = options.seed,
                                                              .digest = end.digest,
                                                              .deliveries = end.deliveries,
                                                              .replay = options.replay}),
                  .plan = {},
                  .observations = end.observations};
  run.result.never_came = never_came(scenario.design, run.result.ended);
  if (!options.wants_plan || options.wants_plan()) run.plan = simulation.faults().plan();
  for (std::size_t place = 0; place < run.plan.faults.size(); ++place) {
    if (simulation.faults().was_armed(place)) run.armed.push_back(place);
  }
  for (RunWatch* watch : options.watches) watch->end(run.result);
  if (trace) {
    const Result<void, std::string> written = finish_trace(*trace, simulation, run.result);
    if (!written) run.trace_trouble = written.error();
  } else if (!opened) {
    run.trace_trouble = opened.error();
  }
  return run;
}

}  // namespace crisper::properties
