#include "properties/generators/generators.hpp"

#include <fmt/format.h>

#include <ostream>

#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/generators/accepted.hpp"
#include "properties/generators/domain_worlds.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::properties::gen {
namespace {

using namespace rc;

/// From the low end to the high one, both included; shrinks towards the low end.
template <class T = std::int64_t>
Gen<T> between(T low, T high) {
  return rc::gen::shrink(rc::gen::inRange<T>(low, static_cast<T>(high + 1)),
                         [low](T value) { return shrink::towards<T>(value, low); });
}

Gen<Duration> milliseconds(std::int64_t low, std::int64_t high) {
  return rc::gen::map(between(low, high), [](std::int64_t ms) { return Duration(std::chrono::milliseconds(ms)); });
}

Gen<SimTime> at_milliseconds(std::int64_t low, std::int64_t high) {
  return rc::gen::map(milliseconds(low, high), [](Duration since) { return sim_start + since; });
}

Gen<Probability> percent(std::int64_t low, std::int64_t high) {
  return rc::gen::map(between(low, high),
                      [](std::int64_t each) { return Probability{static_cast<std::uint32_t>(each * 10'000'000)}; });
}

Gen<std::string> handler() {
  return rc::gen::map(between(1, 3), [](std::int64_t number) { return fmt::format("handler-{}", number); });
}

/// All but those that keep nobody out, and say so.
Gen<OwnershipStrategy> safe_strategy() {
  std::vector<OwnershipStrategy> safe;
  for (const StrategyEntry& each : ownership_strategies()) {
    const bool claims_nothing =
        each.strategy == OwnershipStrategy::none || each.strategy == OwnershipStrategy::commutative;
    if (!claims_nothing) safe.push_back(each.strategy);
  }
  return rc::gen::elementOf(safe);
}

Gen<OwnershipDesign> safe_ownership() {
  using rc::gen::set;
  return rc::gen::build<OwnershipDesign>(
      set(&OwnershipDesign::strategy, safe_strategy()), set(&OwnershipDesign::lease, milliseconds(200, 1000)),
      set(&OwnershipDesign::wait, milliseconds(100, 800)),
      set(&OwnershipDesign::deadlock,
          rc::gen::element(DeadlockPolicy::ordered, DeadlockPolicy::timeout, DeadlockPolicy::detect_and_abort)),
      set(&OwnershipDesign::partitions, between<std::uint32_t>(2, 16)),
      set(&OwnershipDesign::quota_size, between<std::uint32_t>(1, 8)));
}

Gen<ExecutorDesign> executor() {
  using rc::gen::set;
  return rc::gen::build<ExecutorDesign>(
      set(&ExecutorDesign::kind, rc::gen::element(ExecutorKind::in_caller, ExecutorKind::singleton, ExecutorKind::pool,
                                                  ExecutorKind::per_entity, ExecutorKind::per_request)),
      set(&ExecutorDesign::size, between<std::uint32_t>(1, 4)),
      set(&ExecutorDesign::timeout, milliseconds(300, 3000)));
}

/// With or without snapshots, and with or without a release before that wrote other ones.
Gen<EventStoreDesign> safe_event_store() {
  using rc::gen::set;
  return rc::gen::build<EventStoreDesign>(
      set(&EventStoreDesign::backend, rc::gen::element(StoreBackend::memory, StoreBackend::sqlite)),
      set(&EventStoreDesign::append, rc::gen::element(AppendCheck::exact, AppendCheck::any)),
      set(&EventStoreDesign::snapshot_every, rc::gen::element<std::uint32_t>(0, 1, 5)),
      set(&EventStoreDesign::upgrade_at, rc::gen::oneOf(rc::gen::just(Duration::zero()), milliseconds(100, 2000))));
}

/// By any method that loses nothing.
Gen<PublicationDesign> safe_publication() {
  std::vector<PublicationMethod> safe;
  for (const PublicationEntry& each : publication_methods()) {
    if (each.claims.contains(DeliveryGuarantee::nothing_lost)) safe.push_back(each.method);
  }
  using rc::gen::set;
  return rc::gen::build<PublicationDesign>(
      set(&PublicationDesign::method, rc::gen::elementOf(safe)), set(&PublicationDesign::poll, milliseconds(5, 40)),
      set(&PublicationDesign::relays, between<std::uint32_t>(1, 3)),
      set(&PublicationDesign::claim, rc::gen::element(OutboxClaim::none, OutboxClaim::rows, OutboxClaim::streams)),
      set(&PublicationDesign::notify, rc::gen::arbitrary<bool>()),
      set(&PublicationDesign::partitions, between<std::uint32_t>(1, 8)));
}

Gen<ConsumerDesign> safe_consumer() {
  using rc::gen::set;
  return rc::gen::build<ConsumerDesign>(
      set(&ConsumerDesign::sequencer_limit, rc::gen::element<std::uint32_t>(16, 1024)),
      set(&ConsumerDesign::view, rc::gen::element(StoreBackend::memory, StoreBackend::sqlite)));
}

Gen<sim::FaultSpec> message_fault() {
  using rc::gen::set;
  using sim::FaultSpec;
  const auto rated = [](sim::FaultKind kind, std::int64_t percent_max) {
    return rc::gen::build<FaultSpec>(set(&FaultSpec::kind, rc::gen::just(kind)),
                                     set(&FaultSpec::rate, percent(1, percent_max)));
  };
  const auto late = [](sim::FaultKind kind, std::int64_t ms_max) {
    return rc::gen::build<FaultSpec>(set(&FaultSpec::kind, rc::gen::just(kind)), set(&FaultSpec::rate, percent(1, 10)),
                                     set(&FaultSpec::amount_min, rc::gen::just(Duration(std::chrono::milliseconds(1)))),
                                     set(&FaultSpec::amount_max, milliseconds(2, ms_max)));
  };
  return rc::gen::oneOf(rated(sim::FaultKind::loss, 8), rated(sim::FaultKind::duplicate, 20),
                        rated(sim::FaultKind::corrupt, 5), late(sim::FaultKind::reorder, 60),
                        late(sim::FaultKind::delay, 400));
}

Gen<sim::FaultSpec> node_fault() {
  using rc::gen::set;
  using sim::FaultSpec;
  const auto on_handler = [](sim::FaultKind kind, auto... more) {
    return rc::gen::build<FaultSpec>(set(&FaultSpec::kind, rc::gen::just(kind)), set(&FaultSpec::to, handler()),
                                     set(&FaultSpec::at, at_milliseconds(0, 3000)), std::move(more)...);
  };
  const auto some = [](Gen<Duration> gen) {
    return rc::gen::map(std::move(gen), [](Duration each) { return std::optional(each); });
  };
  return rc::gen::oneOf(
      on_handler(sim::FaultKind::crash, set(&FaultSpec::restart_after, some(milliseconds(1, 900)))),
      on_handler(sim::FaultKind::pause, set(&FaultSpec::lasting, some(milliseconds(100, 1500)))),
      on_handler(sim::FaultKind::partition, set(&FaultSpec::from, rc::gen::just(std::string("*"))),
                 set(&FaultSpec::lasting, some(milliseconds(50, 900)))),
      rc::gen::map(on_handler(sim::FaultKind::clock_skew, set(&FaultSpec::lasting, some(milliseconds(100, 2000))),
                              set(&FaultSpec::amount_min, milliseconds(-900, 900))),
                   [](FaultSpec fault) {
                     fault.amount_max = fault.amount_min;
                     return fault;
                   }));
}

bool is_accepted_design(const Design& design) {
  sim::Scenario scenario;
  scenario.name = "generated";
  scenario.design = design;
  return is_accepted(scenario);
}

}  // namespace

Gen<Design> safe_design() {
  const auto parts = rc::gen::tuple(safe_ownership(), safe_consumer(), safe_consumer(), between<std::uint32_t>(1, 6),
                                    milliseconds(1000, 4000), safe_event_store(),
                                    rc::gen::element(RespondWhen::accepted, RespondWhen::appended), executor(),
                                    safe_publication());
  const std::unique_ptr<Domain> domain = sim::make_domain(sim::Scenario{});
  const std::string view_name = domain->projections().front()->name();
  const std::string process_name = domain->sagas().front()->name();
  auto designs = rc::gen::map(parts, [view_name, process_name](const auto& drawn) {
    const auto& [ownership, view, process_manager, handlers, visibility, event_store, respond, executor, publication] =
        drawn;
    Design design;
    design.client = {.timeout = std::chrono::seconds(1), .attempts = 20};
    design.command_queue = {.handlers = handlers, .visibility_timeout = visibility, .dead_letter_after = 1000};
    design.ownership = ownership;
    design.event_store = event_store;
    design.event_log.redeliver_after = std::chrono::milliseconds(300);
    design.consumers = {{view_name, view}, {process_name, process_manager}};
    design.respond.when = respond;
    design.executor = executor;
    design.publication = publication;
    return design;
  });
  return rc::gen::suchThat(designs, is_accepted_design);
}

Gen<sim::Chosen> small_workload() { return worlds_of(sim::Scenario{}.domain).small_workload(); }

Gen<std::vector<sim::FaultSpec>> bearable_faults() {
  return rc::gen::mapcat(between<std::size_t>(0, 4), [](std::size_t count) {
    return rc::gen::container<std::vector<sim::FaultSpec>>(count, rc::gen::oneOf(message_fault(), node_fault()));
  });
}

Gen<sim::Scenario> safe_scenario() {
  const auto parts =
      rc::gen::tuple(safe_design(), small_workload(), bearable_faults(), between<std::size_t>(1, 6), between(200, 3000),
                     rc::gen::element(sim::TransportKind::session, sim::TransportKind::datagram),
                     between<std::uint64_t>(1, 1'000'000));
  return rc::gen::map(parts, [](const auto& drawn) {
    const auto& [design, workload, faults, hosts, latency_us, transport, seed] = drawn;
    sim::Scenario scenario;
    scenario.name = "generated";
    scenario.design = design;
    scenario.workload.generated = workload;
    scenario.faults = faults;
    scenario.deployment.hosts.resize(hosts);
    scenario.deployment.link.latency = std::chrono::microseconds(latency_us);
    scenario.deployment.transport.kind = transport;
    scenario.seed = seed;
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
