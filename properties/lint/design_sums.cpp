#include "properties/lint/design_sums.hpp"

#include <algorithm>

#include "core/design/assemble.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/views.hpp"

namespace crisper::properties {

bool versions_are_checked(const Design& design) {
  const OwnershipStrategy strategy = design.ownership.strategy;
  const bool names_version =
      strategy == OwnershipStrategy::optimistic || strategy == OwnershipStrategy::escrow ||
      (design.event_store.append == AppendCheck::exact && strategy != OwnershipStrategy::commutative);
  return names_version && looks_at_versions(design.event_store.isolation);
}

Duration least_work(const sim::Scenario& scenario) {
  const Design& design = scenario.design;
  const auto service_time = [&](const char* role) {
    const auto chosen = design.roles.find(role);
    return chosen == design.roles.end() ? Duration::zero() : chosen->second.service_time.least();
  };
  // A read and an append, each with its way back. The same host may have them both: loopback is the least.
  const Duration way = scenario.deployment.platform.empty()
                           ? std::min(scenario.deployment.link.latency, scenario.deployment.loopback.latency)
                           : Duration::zero();
  const bool reads = entry_of(design.ownership.strategy).has != Possession::state;
  Duration work = (reads ? 4 : 2) * way + (reads ? 2 : 1) * service_time("event-store");
  work += design.event_store.commit.least() + scenario.deployment.disk.sync.least();
  if (design.ownership.hold_until == HoldUntil::published_back) work += 2 * way;
  return work;
}

void for_each_consumer(const LintInput& in,
                       const std::function<void(const std::string&, const ConsumerDesign&)>& look) {
  const auto look_at = [&](const std::string& name) {
    const auto chosen = in.design.consumers.find(name);
    look(name, chosen == in.design.consumers.end() ? ConsumerDesign{} : chosen->second);
  };
  for (const auto& each : views_of(in.design, *in.domain)) look_at(each->name());
  for (const auto& each : in.domain->sagas()) look_at(each->name());
  for (const auto& each : in.domain->reactions()) look_at(each->name());
}

std::optional<Duration> longest_absence(const LintInput& in, const std::string& process) {
  std::optional<Duration> longest;
  const auto found = std::ranges::find(in.graph.elements, process, &sim::Element::name);
  if (found == in.graph.elements.end()) return longest;
  const auto meant = [&](const std::string& pattern) {
    return sim::matches_pattern(pattern, found->name) || sim::matches_pattern(pattern, found->role) ||
           (!found->host.empty() && sim::matches_pattern(pattern, found->host));
  };
  for (const sim::FaultSpec& fault : in.scenario.faults) {
    using enum sim::FaultKind;
    const bool strikes = fault.kind == crash || fault.kind == pause;
    const bool cuts = fault.kind == partition && !fault.from.empty() && !fault.to.empty();
    if (!(strikes && meant(fault.to)) && !(cuts && (meant(fault.from) || meant(fault.to)))) continue;
    const std::optional<Duration> lasting = fault.kind == crash ? fault.restart_after : fault.lasting;
    longest = std::max(longest.value_or(Duration::zero()), lasting.value_or(Duration::max()));
  }
  return longest;
}

}  // namespace crisper::properties
