#include "sim/scenario/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/design/design_rules.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/timed_steps.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/several_states.hpp"
#include "sim/scenario/value_text.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::sim {
namespace {

using Warnings = std::vector<ScenarioWarning>;

/// A switch without effect. Where the scenario is varied, one that has none in any variant of a single axis.
void warn_of_idle_keys(const Scenario& scenario, Warnings& warnings) {
  constexpr std::size_t variants_max = 64;
  Scenario base = scenario;
  base.sweep.clear();
  std::vector<IdleKeys::Key> idle = idle_keys(base, false);
  std::size_t variants = 0;
  for (const SweepAxis& axis : scenario.sweep) {
    for (const std::string& value : axis.values) {
      if (idle.empty() || axis.path == "seed" || ++variants > variants_max) continue;
      const auto varied = set_path(base, axis.path, value);
      if (!varied) continue;
      const std::vector<IdleKeys::Key> there = idle_keys(*varied, false);
      std::erase_if(idle, [&](const IdleKeys::Key& key) {
        return std::ranges::find(there, key.path, &IdleKeys::Key::path) == there.end();
      });
    }
  }
  for (const IdleKeys::Key& key : idle) {
    warnings.push_back({key.path, "has no effect here: it counts with " + key.when, WarningKind::no_effect});
  }
}

OutsideFault outside_fault_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::timeout_after_effect: return OutsideFault::timeout_after_effect;
    case FaultKind::late_reply: return OutsideFault::late_reply;
    default: return OutsideFault::reject;
  }
}

/// A fault of services outside that is said of nobody who is one, or of none to whom it makes a difference.
void warn_of_outside(const FaultSpec& fault, std::size_t place, const Wiring& wiring, const Domain& domain,
                     Warnings& warnings) {
  if (!is_outside_fault(fault.kind)) return;
  bool is_outside = false;
  for (const FaultTarget& each : wiring.processes) {
    if (each.role != "external" || !each.matched_by(fault.to)) continue;
    if (domain.can_strike(outside_fault_of(fault.kind), each.process)) return;
    is_outside = true;
  }
  const std::string_view why = !is_outside                        ? "is no service outside"
                               : fault.kind == FaultKind::reject ? "can refuse nothing"
                                                                  : "always answers at once";
  warnings.push_back({fmt::format("faults.{}", place), fmt::format("strikes nobody: '{}' {}", fault.to, why)});
}

/// Names of processes that aren't there yet when the run begins, and of those that a fault can't strike.
void warn_of_names(const Scenario& scenario, Warnings& warnings) {
  if (scenario.faults.empty() && scenario.deployment.place.empty()) return;
  const Wiring wiring = wiring_of(scenario);
  if (wiring.hosts.empty()) return;
  const std::unique_ptr<Domain> domain = make_domain(scenario);
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    warn_of_outside(scenario.faults[i], i, wiring, *domain, warnings);
    for (const std::string& name : {scenario.faults[i].from, scenario.faults[i].to}) {
      const Meant meant = meant_by(name, wiring);
      const bool is_role = std::ranges::find(wiring.later, name, &LaterProcesses::role) != wiring.later.end();
      const bool is_one = !name.empty() && name.find('*') == std::string::npos && !is_role;
      if (!is_one || !meant.processes.empty() || !meant.hosts.empty() || meant.later.empty()) continue;
      warnings.push_back({fmt::format("faults.{}", i),
                          fmt::format("'{}' is not there when the run begins; whether this design starts a process of "
                                      "that name ({}) shows in the run",
                                      name, meant.later.front())});
    }
  }
  for (const Placement& placement : scenario.deployment.place) {
    const Meant meant = meant_by(placement.pattern, wiring);
    if (meant.later.empty() || !meant.processes.empty()) continue;
    warnings.push_back({"deployment.place." + placement.pattern,
                        fmt::format("has no effect: {} run where the process is that starts them",
                                    meant.later.front())});
  }
}

void warn_of_short_waits(const Scenario& scenario, Warnings& warnings) {
  if (!scenario.deployment.platform.empty()) return;  // its links aren't known here
  const LinkSpec& link = scenario.deployment.link;
  const Duration round_trip = 2 * (link.latency + link.jitter.least());
  for (const RoundTripWait& each : round_trip_waits(scenario.design)) {
    if (each.wait >= round_trip) continue;
    warnings.push_back({each.path,
                        fmt::format("{} is shorter than a round trip on the network ({}): {}", exact_text(each.wait),
                                    exact_text(round_trip), each.consequence),
                        WarningKind::wait_below_round_trip});
  }
}

/// The longest that a fault holds a message back.
Duration longest_delay(const std::vector<FaultSpec>& faults) {
  Duration longest{};
  for (const FaultSpec& fault : faults) {
    const bool delays = fault.kind == FaultKind::delay || fault.kind == FaultKind::reorder;
    if (delays) longest = std::max(longest, fault.amount_max);
  }
  return longest;
}

/// Waits that are not only repeated when they are too short: what is given up then begins anew, and is given up again.
void warn_of_waits_below_delays(const Scenario& scenario, Warnings& warnings) {
  const Duration delay = longest_delay(scenario.faults);
  if (delay == Duration::zero()) return;
  const OwnershipDesign& ownership = scenario.design.ownership;
  const auto check = [&](const char* path, Duration wait, Duration within, const char* consequence) {
    if (within >= delay) return;
    warnings.push_back({path, fmt::format("{} leaves {} for a message that a fault may hold back for {}: {}",
                                          exact_text(wait), exact_text(within), exact_text(delay), consequence),
                        WarningKind::wait_below_delay});
  };
  if (ownership.strategy == OwnershipStrategy::lease && ownership.replicas > 1) {
    check("design.ownership.lease", ownership.lease, ownership.lease / 4,
          "a leader asks the others before it answers, and what is granted then is over when it comes");
    check("design.ownership.failover", ownership.failover, ownership.failover / 2,
          "whoever would lead must hear of the others before its time is up, and where they are held back both ways "
          "nobody leads, and nobody gets a lock");
  }
  if (ownership.strategy == OwnershipStrategy::actor_per_stream) {
    const Duration timeout = scenario.design.executor.timeout;
    check("design.executor.timeout", timeout, timeout / 4,
          "an actor gives up what it asks its store and its registry, again and again");
  }
}

/// A doubt is known by the key that it is about.
WarningKind kind_of(const DesignFinding& doubt) {
  constexpr std::array<std::pair<std::string_view, WarningKind>, 7> kinds{{
      {"ownership.on_wait_timeout", WarningKind::works_unlocked},
      {"ownership.wait", WarningKind::wait_longer_than_lease},
      {"ownership.replication", WarningKind::granted_again},
      {"ownership.published_within", WarningKind::lease_below_work},
      {"ownership.state_from", WarningKind::stale_decision},
      {"event_store.isolation", WarningKind::lost_update},
      {"event_store.position", WarningKind::late_commit},
  }};
  const auto found = std::ranges::find(kinds, doubt.key, [](const auto& each) { return each.first; });
  return found == kinds.end() ? WarningKind::hardly_meant : found->second;
}

void warn_of_doubts(const Design& design, Warnings& warnings) {
  for (const DesignFinding& doubt : doubts_of(design)) {
    warnings.push_back({"design." + doubt.key, doubt.reason, kind_of(doubt)});
  }
}

/// Commands that take several locks one by one.
void warn_of_lock_order(const Scenario& scenario, Warnings& warnings) {
  const OwnershipDesign& chosen = scenario.design.ownership;
  const bool one_by_one =
      chosen.strategy == OwnershipStrategy::multi_row_lock || chosen.strategy == OwnershipStrategy::lease;
  if (!one_by_one || chosen.deadlock != DeadlockPolicy::none) return;
  const std::string_view who = several_states_in(scenario);
  if (who.empty()) return;
  warnings.push_back({"design.ownership.deadlock",
                      fmt::format("nothing keeps {} from waiting for each other until a lease runs out", who),
                      WarningKind::lock_order});
}

/// What the domain says of the design, or of all else: its business and who comes.
void warn_of_domain(const Warnings& said, bool of_design, Warnings& warnings) {
  std::ranges::copy_if(said, std::back_inserter(warnings), [of_design](const ScenarioWarning& each) {
    return each.path.starts_with("design.") == of_design;
  });
}

void warn_of_late_steps(const Scenario& scenario, Warnings& warnings) {
  for (const TimedStep& step : timed_steps(scenario.design)) {
    if (sim_start + step.at < expected_end(scenario)) continue;
    warnings.push_back({"design." + step.path, "comes when all is sent, and perhaps when the run is over"});
  }
}

void warn_of_faults(const Scenario& scenario, Warnings& warnings) {
  const SimTime end = scenario.run.horizon ? sim_start + *scenario.run.horizon
                                           : expected_end(scenario) + std::chrono::minutes(1);
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& fault = scenario.faults[i];
    const std::string path = fmt::format("faults.{}", i);
    if (is_message_fault(fault.kind) && fault.rate == Probability{})
      warnings.push_back({path, "never strikes: its chance is 0%"});
    if (fault.at >= end) warnings.push_back({path, fmt::format("begins when the run is over ({})", to_text(end))});
    if (fault.kind == FaultKind::slow && fault.percent == 100)
      warnings.push_back({path, "slows nothing: 100% is normal"});
    if (fault.kind == FaultKind::bandwidth && fault.percent == 100)
      warnings.push_back({path, "narrows nothing: 100% is all of it"});
    if (fault.kind == FaultKind::partition && fault.from == fault.to)
      warnings.push_back({path, "both sides are the same"});
    if (fault.kind == FaultKind::clock_skew && fault.amount_min == Duration::zero() && fault.drift_ppm == 0) {
      warnings.push_back({path, "changes nothing: neither by nor drift is given"});
    }
    if (fault.kind == FaultKind::pause && fault.every && !fault.lasting) {
      warnings.push_back({path, "the first pause never ends: there is no 'for'"});
    }
  }
}

}  // namespace

std::vector<RoundTripWait> round_trip_waits(const Design& design) {
  const OwnershipDesign& ownership = design.ownership;
  std::vector<RoundTripWait> waits{
      {"design.client.timeout", design.client.timeout, "command-store", "no answer can come in time"},
      {"design.relay.timeout", design.relay.timeout, "command-queue", "everything is sent again"},
      {"design.command_queue.visibility_timeout", design.command_queue.visibility_timeout, "",
       "every command goes to a second handler"},
      {"design.event_log.redeliver_after", design.event_log.redeliver_after, "", "every event is sent again"}};
  if (!entry_of(ownership.strategy).leases) return waits;
  waits.push_back(
      {"design.ownership.lease", ownership.lease, "", "what is granted is lost before its owner can use it"});
  waits.push_back({"design.ownership.wait", ownership.wait, "lock-service", "no lock can be had in time"});
  if (ownership.strategy == OwnershipStrategy::lease) {
    waits.push_back({"design.ownership.lease", ownership.lease / 3, "lock-service",
                     "heartbeats, three to a lease, can't be answered in time"});
    if (ownership.replicas > 1) {
      waits.push_back({"design.ownership.failover", ownership.failover / 4, "lock-service",
                       "followers take a leader for gone that is not"});
    }
  }
  if (ownership.strategy == OwnershipStrategy::actor_per_stream) {
    waits.push_back({"design.ownership.idle", ownership.idle, "", "an actor leaves before its next command can come"});
    waits.push_back({"design.executor.timeout", design.executor.timeout / 4, "event-store",
                     "the store can't answer an actor in time"});
  }
  return waits;
}

std::vector<ScenarioWarning> warnings_of(const Scenario& scenario) {
  const Warnings of_domain = domain_of(scenario).warnings(scenario);
  Warnings warnings;
  warn_of_idle_keys(scenario, warnings);
  warn_of_names(scenario, warnings);
  warn_of_short_waits(scenario, warnings);
  warn_of_waits_below_delays(scenario, warnings);
  warn_of_doubts(scenario.design, warnings);
  warn_of_lock_order(scenario, warnings);
  warn_of_domain(of_domain, true, warnings);
  warn_of_late_steps(scenario, warnings);
  warn_of_domain(of_domain, false, warnings);
  warn_of_faults(scenario, warnings);
  if (scenario.run.horizon && sim_start + *scenario.run.horizon < expected_end(scenario)) {
    warnings.push_back({"run.horizon", fmt::format("the run ends before the orders do ({})",
                                                   to_text(expected_end(scenario)))});
  }
  if (scenario.run.warm_up > Duration::zero() && sim_start + scenario.run.warm_up >= expected_end(scenario)) {
    warnings.push_back({"run.warm_up", fmt::format("is over when all has come ({}): little or nothing is measured",
                                                   to_text(expected_end(scenario)))});
  }
  if (std::ranges::all_of(scenario.properties, [](const auto& each) { return !each.sometimes.empty(); })) {
    warnings.push_back({"properties", scenario.properties.empty()
                                          ? "nothing is judged"
                                          : "a run is judged by none of them: sometimes is what a hunt must reach"});
  }
  return warnings;
}

}  // namespace crisper::sim
