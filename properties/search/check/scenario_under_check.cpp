#include "properties/search/check/scenario_under_check.hpp"

#include <algorithm>

#include "core/design/assemble.hpp"
#include "core/design/views.hpp"
#include "properties/judge.hpp"
#include "properties/metrics/threshold.hpp"
#include "properties/names.hpp"
#include "properties/support/patience.hpp"
#include "properties/support/standstill.hpp"
#include "sim/domain/registry.hpp"
#include "sim/run/simulation.hpp"

namespace crisper::properties::check {
namespace {

constexpr Duration no_time = std::chrono::nanoseconds(1);
constexpr double fastest = 1e6;  // the most that a scenario may say: a millisecond of work takes no_time

/// Beyond every horizon: the search itself notices when nothing is open.
constexpr Duration never_settles = std::chrono::hours(24 * 365 * 200);

std::vector<ProcessId> matching(const System& system, const std::string& pattern) {
  std::vector<ProcessId> found;
  for (std::uint32_t id = 1; id <= system.processes().size(); ++id) {
    const ProcessSpec& spec = system.spec(ProcessId{id});
    if (sim::matches_pattern(pattern, spec.name) || sim::matches_pattern(pattern, spec.role)) {
      found.push_back(ProcessId{id});
    }
  }
  return found;
}

/// Whether processes that begin while it runs are meant, too: see FaultInjector. The exact name of somebody who is
/// there means nobody else.
bool may_mean_newcomers(const System& system, const std::string& pattern) {
  if (system.find(pattern).value != 0) return false;
  return std::ranges::any_of(system.later(), [&](const LaterProcesses& each) {
    return sim::patterns_meet(pattern, each.name) || sim::patterns_meet(pattern, each.role);
  });
}

}  // namespace

sim::Scenario without_distances(sim::Scenario scenario) {
  scenario.deployment.platform.clear();
  scenario.deployment.link = {.latency = no_time, .bandwidth_bits_per_s = 0};
  scenario.deployment.loopback = scenario.deployment.link;
  scenario.deployment.disk.sync = no_time;
  for (sim::HostSpec& host : scenario.deployment.hosts) host.speed = fastest;
  scenario.faults.clear();
  scenario.sweep.clear();
  scenario.engine = "fast";
  return scenario;
}

struct ScenarioUnderCheck::Parts {
  Parts(sim::Scenario what, UnderCheckOptions chosen)
      : scenario(std::move(what)),
        options(std::move(chosen)),
        domain(sim::make_domain(scenario)),
        clients(sim::clients_of(scenario, options.seed)),
        system(assemble_checked(scenario.design, *domain, clients)),
        platform(sim::platform_of(scenario.deployment)),
        names(system, *domain),
        consumers(consumers_of(scenario.design, *domain)),
        quiet(sim::PlannedWork(clients, system), sim::processes_named(consumers, system)) {
    judged = options_for(scenario.properties);
    judged.measure = std::ranges::any_of(judged.thresholds, [](const auto& each) { return !is_about_time(each); });
    judged.keep_evidence = false;
    judged.patience = patience_of(scenario);
    judged.domain = domain.get();
    judged.design = &scenario.design;
  }

  sim::Scenario scenario;
  UnderCheckOptions options;
  std::unique_ptr<Domain> domain;
  std::vector<ClientScript> clients;
  System system;  ///< what its factories capture is configuration: one serves all executions
  sim::Platform platform;
  Names names;
  std::vector<std::string> consumers;
  sim::QuietWatch quiet;  ///< as it is before any execution
  JudgeOptions judged;
  StepOptions steps;
  std::vector<std::string> newcomers_may_crash;  ///< patterns of those who begin while it runs
  std::optional<RunResult> result;
  sim::FaultPlan plan;
};

ScenarioUnderCheck::ScenarioUnderCheck(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ScenarioUnderCheck::ScenarioUnderCheck(ScenarioUnderCheck&&) noexcept = default;
ScenarioUnderCheck::~ScenarioUnderCheck() = default;

Result<ScenarioUnderCheck, std::string> ScenarioUnderCheck::of(sim::Scenario scenario, UnderCheckOptions options) {
  auto parts = std::make_unique<Parts>(std::move(scenario), std::move(options));
  parts->steps.reorder = parts->options.reorder;
  for (const std::string& pattern : parts->options.may_crash) {
    const std::vector<ProcessId> found = matching(parts->system, pattern);
    const bool means_newcomers = may_mean_newcomers(parts->system, pattern);
    if (found.empty() && !means_newcomers) return failure("no process is called '" + pattern + "', nor is any role");
    if (means_newcomers) parts->newcomers_may_crash.push_back(pattern);
    parts->steps.may_crash.insert(parts->steps.may_crash.end(), found.begin(), found.end());
  }
  return ScenarioUnderCheck(std::move(parts));
}

void ScenarioUnderCheck::execute(Chooser& chooser) {
  Parts& p = *parts_;
  StepControl control(chooser, p.steps, p.quiet);
  sim::Simulation simulation({.system = p.system,
                              .platform = p.platform,
                              .engine = "fast",
                              .faults = {},
                              .plan = sim::FaultPlan{},
                              .clients = p.clients,
                              .consumers = p.consumers,
                              .settle = never_settles,
                              .control = &control,
                              .world = {.seed = p.options.seed,
                                        .transport = p.scenario.deployment.transport,
                                        .disk_sync = p.scenario.deployment.disk.sync,
                                        .horizon = sim::horizon_of(p.scenario, p.clients),
                                        .step_limit = p.scenario.run.step_limit}});
  p.names.ask_for_others([&](ProcessId id) {
    const sim::FaultTarget& target = simulation.world().target_of(id);
    return ProcessName{target.process, target.role};
  });
  if (!p.newcomers_may_crash.empty()) {
    const std::size_t there_from_the_beginning = p.system.processes().size();
    control.let_crash([&simulation, &p, there_from_the_beginning](ProcessId process) {
      if (process.value <= there_from_the_beginning) return false;
      const sim::FaultTarget& who = simulation.world().target_of(process);
      return std::ranges::any_of(p.newcomers_may_crash, [&](const std::string& pattern) {
        return sim::matches_pattern(pattern, who.process) || sim::matches_pattern(pattern, who.role);
      });
    });
  }
  Judge judge(p.names, p.judged);
  judge.attach_to(simulation.bus());
  simulation.bus().attach(control);
  sim::SimulationEnd end = simulation.run();
  p.result.reset();
  if (control.stopped()) return;
  if (control.ended_quietly()) {
    end.ending = RunEnding::quiet;
    end.quiet = true;
  }
  p.plan = simulation.faults().plan();
  RunEnd run_end = run_end_of(end, simulation.faults());
  run_end.own_time = false;
  run_end.standstill_after = standstill_after(p.scenario.design);
  run_end.dead_letters_expected = p.scenario.run.dead_letters == sim::DeadLettersAre::expected;
  simulation.inspect(judge.audit());
  run_end.audited = true;
  p.result = judge.finish(run_end, RunIdentity{.scenario = p.scenario.name,
                                               .engine = "fast",
                                               .seed = p.options.seed,
                                               .digest = end.digest,
                                               .deliveries = end.deliveries,
                                               .replay = {}});
}

const std::optional<RunResult>& ScenarioUnderCheck::result() const { return parts_->result; }
const sim::FaultPlan& ScenarioUnderCheck::plan() const { return parts_->plan; }

}  // namespace crisper::properties::check
