#include "properties/generators/generators.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/generators/accepted.hpp"
#include "properties/generators/domain_worlds.hpp"
#include "properties/generators/draws.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::properties::gen {
namespace {

/// All but those that keep nobody out, and say so.
OwnershipStrategy safe_strategy() {
  std::vector<OwnershipStrategy> safe;
  for (const StrategyEntry& each : ownership_strategies()) {
    if (each.claims == StrategyClaim::safe) safe.push_back(each.strategy);
  }
  return one_of(std::span<const OwnershipStrategy>(safe));
}

OwnershipDesign safe_ownership() {
  return {.strategy = safe_strategy(),
          .lease = drawn_ms(200, 1000),
          .wait = drawn_ms(100, 800),
          .deadlock = one_of({DeadlockPolicy::ordered, DeadlockPolicy::timeout, DeadlockPolicy::detect_and_abort}),
          .partitions = count(2, 16),
          .quota_size = count(1, 8)};
}

ExecutorDesign safe_executor() {
  return {.kind = one_of({ExecutorKind::in_caller, ExecutorKind::singleton, ExecutorKind::pool,
                          ExecutorKind::per_entity, ExecutorKind::per_request}),
          .size = count(1, 4),
          .timeout = drawn_ms(300, 3000)};
}

/// With or without snapshots, and with or without a release before that wrote other ones.
EventStoreDesign safe_event_store() {
  EventStoreDesign store;
  store.backend = one_of({StoreBackend::memory, StoreBackend::sqlite});
  store.append = one_of({AppendCheck::exact, AppendCheck::any});
  store.snapshot_every = one_of<std::uint32_t>({0, 1, 5});
  store.upgrade_at = one_in(2) ? drawn_ms(100, 2000) : Duration::zero();
  return store;
}

/// By any method that loses nothing.
PublicationDesign safe_publication() {
  std::vector<PublicationMethod> safe;
  for (const PublicationEntry& each : publication_methods()) {
    if (each.claims.contains(DeliveryGuarantee::nothing_lost)) safe.push_back(each.method);
  }
  PublicationDesign publication;
  publication.method = one_of(std::span<const PublicationMethod>(safe));
  publication.poll = drawn_ms(5, 40);
  publication.relays = count(1, 3);
  publication.claim = one_of({OutboxClaim::none, OutboxClaim::rows, OutboxClaim::streams});
  publication.notify = one_in(2);
  publication.partitions = count(1, 8);
  return publication;
}

ConsumerDesign safe_consumer() {
  ConsumerDesign consumer;
  consumer.sequencer_limit = one_of<std::uint32_t>({16, 1024});
  consumer.view = one_of({ViewStore::memory, ViewStore::sqlite, ViewStore::file});
  return consumer;
}

Design draw_safe_design() {
  const std::unique_ptr<Domain> domain = sim::make_domain(sim::Scenario{});
  Design design;
  design.client = {.timeout = std::chrono::seconds(1), .attempts = 20};
  design.command_queue.handlers = count(1, 6);
  design.command_queue.visibility_timeout = drawn_ms(1000, 4000);
  design.command_queue.dead_letter_after = 1000;
  design.ownership = safe_ownership();
  design.executor = safe_executor();
  design.event_store = safe_event_store();
  design.publication = safe_publication();
  design.event_log.redeliver_after = std::chrono::milliseconds(300);
  design.consumers[std::string(domain->projections().front()->name())] = safe_consumer();
  design.consumers[std::string(domain->sagas().front()->name())] = safe_consumer();
  design.respond.when = one_of({RespondWhen::accepted, RespondWhen::appended});
  return design;
}

Probability percent(std::int64_t low, std::int64_t high) { return {count(low, high) * 10'000'000}; }

sim::FaultSpec message_fault() {
  sim::FaultSpec fault;
  fault.kind = one_of({sim::FaultKind::loss, sim::FaultKind::duplicate, sim::FaultKind::corrupt,
                       sim::FaultKind::reorder, sim::FaultKind::delay});
  const auto late = [&](std::int64_t ms_max) {
    fault.rate = percent(1, 10);
    fault.amount_min = std::chrono::milliseconds(1);
    fault.amount_max = drawn_ms(2, ms_max);
  };
  switch (fault.kind) {
    case sim::FaultKind::loss: fault.rate = percent(1, 8); break;
    case sim::FaultKind::duplicate: fault.rate = percent(1, 20); break;
    case sim::FaultKind::corrupt: fault.rate = percent(1, 5); break;
    case sim::FaultKind::reorder: late(60); break;
    default: late(400);
  }
  return fault;
}

sim::FaultSpec node_fault() {
  sim::FaultSpec fault;
  fault.kind = one_of({sim::FaultKind::crash, sim::FaultKind::pause, sim::FaultKind::partition,
                       sim::FaultKind::clock_skew});
  fault.to = fmt::format("handler-{}", number(1, 3));
  fault.at = sim_start + drawn_ms(0, 3000);
  switch (fault.kind) {
    case sim::FaultKind::crash: fault.restart_after = drawn_ms(1, 900); break;
    case sim::FaultKind::pause: fault.lasting = drawn_ms(100, 1500); break;
    case sim::FaultKind::partition:
      fault.from = "*";
      fault.lasting = drawn_ms(50, 900);
      break;
    default:
      fault.lasting = drawn_ms(100, 2000);
      fault.amount_min = fault.amount_max = drawn_ms(-900, 900);
  }
  return fault;
}

std::vector<sim::FaultSpec> draw_faults() {
  std::vector<sim::FaultSpec> faults;
  for (std::int64_t left = number(0, 4); left > 0; --left) {
    faults.push_back(one_in(2) ? node_fault() : message_fault());
  }
  return faults;
}

bool is_accepted_design(const Design& design) {
  sim::Scenario scenario;
  scenario.name = "generated";
  scenario.design = design;
  return is_accepted(scenario);
}

}  // namespace

rc::Gen<Design> safe_design() { return rc::gen::suchThat(rc::gen::exec(draw_safe_design), is_accepted_design); }

rc::Gen<sim::Chosen> small_workload() { return rc::gen::exec(worlds_of(sim::Scenario{}.domain).small_workload); }

rc::Gen<std::vector<sim::FaultSpec>> bearable_faults() { return rc::gen::exec(draw_faults); }

rc::Gen<sim::Scenario> safe_scenario() {
  return rc::gen::exec([] {
    sim::Scenario scenario;
    scenario.name = "generated";
    scenario.design = *safe_design();
    scenario.workload.generated = worlds_of(scenario.domain).small_workload();
    scenario.faults = draw_faults();
    scenario.deployment.hosts.resize(static_cast<std::size_t>(number(1, 6)));
    scenario.deployment.link.latency = drawn_us(200, 3000);
    scenario.deployment.transport.kind = one_of({sim::TransportKind::session, sim::TransportKind::datagram});
    scenario.seed = static_cast<std::uint64_t>(number(1, 1'000'000));
    scenario.engine = "fast";
    scenario.run = {.horizon = std::chrono::minutes(10), .settle = std::chrono::seconds(3)};
    return scenario;
  });
}

std::string reproduction_line(const sim::Scenario& scenario) {
  const auto tree = sim::parse_yaml(sim::to_brief_yaml(scenario));
  std::string text = tree ? sim::yaml_flow(*tree) : sim::to_yaml(scenario);
  for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 4)) {
    text.replace(at, 1, "'\\''");
  }
  return fmt::format("printf '%s\\n' '{}' > generated.yaml && crisper run generated.yaml", text);
}

}  // namespace crisper::properties::gen

namespace crisper::sim {

void showValue(const Scenario& scenario, std::ostream& out) { out << properties::gen::reproduction_line(scenario); }

}  // namespace crisper::sim
