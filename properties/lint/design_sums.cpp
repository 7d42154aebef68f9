#include "properties/lint/design_sums.hpp"

#include <algorithm>

#include "core/design/assemble.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/views.hpp"

namespace crisper::properties {
namespace {

bool has_role(const LintInput& in, std::string_view role) {
  return std::ranges::find(in.graph.elements, role, &sim::Element::role) != in.graph.elements.end();
}

/// Of the hosts on which this role may be.
Speeds speeds_of(const LintInput& in, std::string_view role) {
  Speeds speeds;
  if (!in.scenario.deployment.platform.empty()) return speeds;  // its hosts aren't known here
  bool any = false;
  for (const sim::HostSpec& host : in.scenario.deployment.hosts) {
    const bool has_it = std::ranges::any_of(in.graph.elements, [&](const sim::Element& each) {
      return each.role == role && (each.host.empty() || each.host == host.name);
    });
    if (!has_it) continue;
    speeds = any ? Speeds{std::min(speeds.slowest, host.speed), std::max(speeds.fastest, host.speed)}
                 : Speeds{host.speed, host.speed};
    any = true;
  }
  return speeds;
}

/// Of a message whose kind isn't known.
void add_cost(const KindCosts& costs, Speeds speeds, TimeSum& sum) {
  const Distribution* low = &costs.others;
  const Distribution* high = &costs.others;
  for (const auto& [kind, cost] : costs.kinds) {
    if (cost.least() < low->least()) low = &cost;
    if (cost.nearly_most() > high->nearly_most()) high = &cost;
  }
  sum.add(*low, *high, speeds);
}

}  // namespace

bool versions_are_checked(const Design& design) {
  const OwnershipStrategy strategy = design.ownership.strategy;
  const bool names_version =
      strategy == OwnershipStrategy::optimistic || strategy == OwnershipStrategy::escrow ||
      (design.event_store.append == AppendCheck::exact && strategy != OwnershipStrategy::commutative);
  return names_version && looks_at_versions(design.event_store.isolation);
}

std::string_view role_at_work(const LintInput& in) {
  for (const std::string_view role : {"service", "actor", "entity", "request", "handler"}) {
    if (has_role(in, role)) return role;
  }
  return "command-queue";
}

TimeSum ways(const LintInput& in, int count) {
  TimeSum sum;
  const sim::Deployment& deployment = in.scenario.deployment;
  if (!deployment.platform.empty()) return sum;
  // The same host may have them all: loopback is the least then.
  const sim::LinkSpec& near = deployment.loopback;
  const sim::LinkSpec& far = deployment.hosts.size() == 1 ? near : deployment.link;
  const bool is_nearer = near.latency + near.jitter.least() <= far.latency + far.jitter.least();
  const sim::LinkSpec& quick = is_nearer ? near : far;
  const bool is_later = near.latency + near.jitter.nearly_most() > far.latency + far.jitter.nearly_most();
  const sim::LinkSpec& slow = is_later ? near : far;
  for (int i = 0; i < count; ++i) {
    sum.add(quick.latency, slow.latency);
    sum.add(quick.jitter, slow.jitter);
  }
  return sum;
}

TimeSum turn_of(const LintInput& in, std::string_view role) {
  TimeSum sum;
  const auto chosen = in.design.roles.find(std::string(role));
  if (chosen != in.design.roles.end()) sum.add(chosen->second.service_time, speeds_of(in, role));
  return sum;
}

TimeSum work_on_state(const LintInput& in) {
  const Design& design = in.design;
  const bool transacted = design.publication.method == PublicationMethod::two_phase_commit;
  const std::string_view worker = role_at_work(in);
  TimeSum sum;
  if (entry_of(design.ownership.strategy).has != Possession::state) {
    sum.add(ways(in, 2));
    sum.add(turn_of(in, "event-store"));
  }
  add_cost(design.costs.grant, speeds_of(in, worker), sum);
  add_cost(design.costs.decide, speeds_of(in, worker), sum);
  // A coordinator asks the store, asks its read sides, tells them, and tells the store.
  sum.add(ways(in, transacted ? 10 : 2));
  sum.add(turn_of(in, "event-store"));
  sum.add(design.event_store.commit);
  sum.add(design.costs.commit, speeds_of(in, "event-store"));
  add_cost(design.costs.append, speeds_of(in, "event-store"), sum);
  const Distribution& sync = in.scenario.deployment.disk.sync;
  if (design.event_store.sync == AppendSync::before_answer) sum.add(sync);
  if (transacted) {
    for (int more = 0; more < 3; ++more) sum.add({}, sync);  // of the coordinator, and two of a read side
    add_cost(design.costs.apply, {}, sum);
  }
  if (design.ownership.hold_until == HoldUntil::published_back) sum.add(ways(in, 2));
  return sum;
}

TimeSum work_on_command(const LintInput& in) {
  TimeSum sum = work_on_state(in);
  const auto asks = [&](std::string_view role) {
    sum.add(ways(in, 2));
    sum.add(turn_of(in, role));
  };
  if (entry_of(in.design.ownership.strategy).keeps_out_by == KeepsOutBy::locks) asks("lock-service");
  const std::string_view worker = role_at_work(in);
  if (worker == "service" || worker == "actor" || worker == "entity") asks(worker);
  sum.add(turn_of(in, "handler"));  // it takes so long over each command
  if (worker == "request") sum.add(turn_of(in, worker));
  if (has_role(in, "forwarder")) asks("forwarder");
  return sum;
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

bool strikes(const LintInput& in, const std::string& pattern, const std::string& process) {
  const auto found = std::ranges::find(in.graph.elements, process, &sim::Element::name);
  if (found == in.graph.elements.end()) return false;
  return sim::matches_pattern(pattern, found->name) || sim::matches_pattern(pattern, found->role) ||
         (!found->host.empty() && sim::matches_pattern(pattern, found->host));
}

std::optional<Duration> longest_absence(const LintInput& in, const std::string& process) {
  std::optional<Duration> longest;
  const auto meant = [&](const std::string& pattern) { return strikes(in, pattern, process); };
  for (const sim::FaultSpec& fault : in.scenario.faults) {
    using enum sim::FaultKind;
    const bool strikes_it = (fault.kind == crash || fault.kind == pause) && meant(fault.to);
    const bool cuts = fault.kind == partition && !fault.from.empty() && !fault.to.empty();
    if (!strikes_it && !(cuts && (meant(fault.from) || meant(fault.to)))) continue;
    const std::optional<Duration> lasting = fault.kind == crash ? fault.restart_after : fault.lasting;
    longest = std::max(longest.value_or(Duration::zero()), lasting.value_or(Duration::max()));
  }
  return longest;
}

}  // namespace crisper::properties
