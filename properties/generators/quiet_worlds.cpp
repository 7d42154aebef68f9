// Whole designs, every choice drawn, for worlds in which nothing goes wrong: drawn step by step, since most choices
// depend on others.
#include <algorithm>
#include <memory>

#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/generators/accepted.hpp"
#include "properties/generators/domain_worlds.hpp"
#include "properties/generators/draws.hpp"
#include "properties/generators/generators.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::properties::gen {
namespace {

/// All but the one that says that it keeps no bound.
OwnershipStrategy any_strategy() {
  std::vector<OwnershipStrategy> keeping;
  for (const StrategyEntry& each : ownership_strategies()) {
    if (each.claims != StrategyClaim::sums) keeping.push_back(each.strategy);
  }
  return one_of(std::span<const OwnershipStrategy>(keeping));
}

bool is_partitioned(OwnershipStrategy strategy) {
  return entry_of(strategy).keeps_out_by == KeepsOutBy::partitions;
}

CommandQueueDesign queue_for(OwnershipStrategy strategy, const std::vector<std::string>& preferred) {
  CommandQueueDesign queue;
  queue.handlers = count(1, 8);
  queue.visibility_timeout = drawn_ms(1000, 5000);
  queue.dead_letter_after = 1000;  // what is set aside isn't carried out
  Duration at = std::chrono::milliseconds(500);
  for (std::int64_t left = one_in(3) ? number(1, 4) : 0; left > 0; --left) {
    at += drawn_ms(1, 1500);
    queue.scale.push_back({.at = at, .handlers = count(1, 9)});
  }
  if (strategy == OwnershipStrategy::reliable_inbox) return queue;  // has no queue to choose for
  queue.dead_letters = one_of({DeadLetters::plain, DeadLetters::sequenced});
  queue.duplicates = one_of({DuplicateDetection::by_sender, DuplicateDetection::window, DuplicateDetection::none});
  queue.duplicate_window = drawn_ms(5'000, 60'000);
  queue.delay = one_in(4) ? drawn_ms(1, 200) : Duration::zero();
  if (is_partitioned(strategy)) return queue;
  queue.sessions = one_in(3);
  if (!queue.sessions && one_in(3)) {
    for (const std::string& command : preferred) queue.priorities[command] = count(0, 5);
  }
  return queue;
}

OwnershipDesign ownership_by(OwnershipStrategy strategy) {
  OwnershipDesign owned{.strategy = strategy};
  owned.lease = drawn_ms(600, 3000);
  owned.wait = drawn_ms(100, owned.lease / std::chrono::milliseconds(2));  // longer: lost when it comes (lint)
  owned.fencing = !one_in(3);
  owned.deadlock = one_of({DeadlockPolicy::ordered, DeadlockPolicy::timeout, DeadlockPolicy::detect_and_abort});
  owned.retries = count(0, 10);
  owned.backoff = drawn_ms(0, 20);
  owned.partitions = count(1, 16);
  owned.group_size = count(1, 4);
  owned.replicas = one_of<std::uint32_t>({1, 3, 5});
  owned.replication = one_of({Replication::synchronous, Replication::asynchronous});
  owned.failover = drawn_ms(200, 1000);
  owned.session_watch = !one_in(3);
  owned.idle = drawn_ms(100, 5000);
  owned.unreachable = one_of({UnreachableActor::wait, UnreachableActor::replace});
  owned.quota = one_of({QuotaMemory::durable, QuotaMemory::volatile_});
  owned.quota_size = count(1, 8);
  owned.hold_until = one_of({HoldUntil::appended, HoldUntil::published_back});
  owned.published_within = drawn_ms(50, owned.lease / std::chrono::milliseconds(2));
  owned.on_conflict = one_of({OnConflict::decide_again, OnConflict::merge});
  return owned;
}

ExecutorDesign any_executor() {
  return {.kind = one_of({ExecutorKind::in_caller, ExecutorKind::singleton, ExecutorKind::pool,
                          ExecutorKind::per_entity, ExecutorKind::per_request}),
          .size = count(1, 4),
          .timeout = drawn_ms(500, 3000)};
}

/// Its relay marks an outbox up to the highest row that it has published: what is committed below later is never seen.
bool sweeps_outbox(const PublicationDesign& publication) {
  if (publication.method == PublicationMethod::outbox) {
    return publication.claim == OutboxClaim::none && !publication.notify;
  }
  return publication.method == PublicationMethod::push_grid ||
         publication.method == PublicationMethod::log_subscription;
}

EventStoreDesign store_for(const OwnershipDesign& owned, const PublicationDesign& publication) {
  const bool transacted = publication.method == PublicationMethod::two_phase_commit;
  const bool keeps_out = entry_of(owned.strategy).has != Possession::nothing;  // else the store must look
  EventStoreDesign store;
  store.backend = one_of({StoreBackend::memory, StoreBackend::sqlite});
  if (store.backend == StoreBackend::sqlite) store.database = one_of({DatabasePlace::memory, DatabasePlace::file});
  if (keeps_out) store.append = one_of({AppendCheck::exact, AppendCheck::any});
  if (!transacted) {
    store.sync = one_of({AppendSync::before_answer, AppendSync::after_answer});
    if (!sweeps_outbox(publication)) store.position = one_of({PositionTime::at_commit, PositionTime::at_insert});
    store.isolation = one_of({IsolationLevel::repeatable_read, IsolationLevel::serializable});
    if (one_in(3)) {
      const Duration most = drawn_ms(0, 20);
      if (most > Duration::zero()) store.commit = Distribution::uniform(Duration::zero(), most);
    }
  }
  store.gaps = one_of({GapDetection::exact, GapDetection::high_water});
  store.gap_timeout = drawn_ms(200, 1000);
  if (owned.strategy == OwnershipStrategy::reliable_inbox) return store;  // reads its states as they are written
  store.snapshot_every = one_of<std::uint32_t>({0, 1, 5});
  if (owned.strategy != OwnershipStrategy::escrow && one_in(3)) store.upgrade_at = drawn_ms(100, 3000);
  if (store.snapshot_every > 0 && store.upgrade_at == Duration::zero()) {
    store.snapshot_schema = one_of({SnapshotSchema::exact, SnapshotSchema::any});
  }
  return store;
}

PublicationDesign publication_by(PublicationMethod method) {
  PublicationDesign publication{.method = method};
  publication.poll = drawn_ms(1, 50);
  publication.batch = count(1, 100);
  publication.relays = count(1, 3);
  publication.claim = one_of({OutboxClaim::none, OutboxClaim::rows, OutboxClaim::streams});
  publication.claim_for = drawn_ms(500, 3000);
  publication.notify = one_in(2);
  publication.subscription = one_of({SubscriptionKind::catch_up, SubscriptionKind::round_robin,
                                     SubscriptionKind::pinned, SubscriptionKind::ranges});
  publication.retry = drawn_ms(50, 500);
  publication.retry_max = drawn_ms(500, 10'000);
  publication.partitions = count(1, 8);
  publication.session = drawn_ms(500, 3000);
  publication.archive = one_in(2);
  const bool has_ranges = method == PublicationMethod::store_subscription &&
                          publication.subscription == SubscriptionKind::ranges;
  if (has_ranges && one_in(2)) {
    publication.ranges.push_back({.at = {}, .ranges = count(1, 8)});
    for (std::int64_t left = number(0, 3); left > 0; --left) {
      publication.ranges.push_back(
          {.at = publication.ranges.back().at + drawn_ms(1, 1500), .ranges = count(1, 8)});
    }
  }
  if (method == PublicationMethod::log_is_truth && publication.archive && one_in(2)) {
    publication.retention = drawn_ms(200, 3000);
  }
  return publication;
}

/// One consumer of a design whose other choices are made.
class ConsumerDraw {
 public:
  ConsumerDraw(const Design& design, const Domain& domain, std::string_view name)
      : design_(design), is_view_(names(domain.projections(), name)), is_replayable_(!names(domain.sagas(), name)) {
    for (const auto& reaction : domain.reactions()) {
      if (reaction->name() == name && !reaction->asks().empty()) is_replayable_ = false;
    }
  }

  ConsumerDesign draw() const {
    ConsumerDesign consumer;
    consumer.inbox_window = drawn_ms(30'000, 600'000);
    consumer.sequencer = !keeps_order() || one_in(2);
    consumer.sequencer_limit = one_of<std::uint32_t>({1024, 64, 16});
    if (!transacted()) {
      consumer.checkpoint =
          one_of({CheckpointMode::transactional, CheckpointMode::after, CheckpointMode::before});
      consumer.batch = one_of<std::uint32_t>({0, 1, 3});
    }
    if (one_in(3) && !holds_up_leases()) consumer.failures = flaky();
    if (shared() && one_in(2)) consumer.nodes = count(2, 4);
    if (pushed() && consumer.nodes == 1 && one_in(3)) {
      consumer.function = FunctionDesign{
          .cold_start = drawn_ms(0, 300), .concurrency = count(2, 10), .idle = drawn_ms(100, 5000)};
    }
    consumer.versions = is_published_in_order() && one_in(3);
    if (is_view_) draw_view(consumer);
    if (consumer.view == ViewStore::memory) consumer.snapshot_every = one_of<std::uint32_t>({0, 1, 10});
    if (is_replayable_ && consumer.view == ViewStore::memory && one_in(3)) {
      consumer.replays.push_back(
          {.at = drawn_ms(500, 4000), .kind = one_of({ReplayKind::beside, ReplayKind::in_place})});
    }
    return consumer;
  }

 private:
  static FailureDesign flaky() {
    return {.flaky = Probability{count(1, 30) * 10'000'000}, .attempts = 1000, .backoff = drawn_ms(1, 20)};
  }

  void draw_view(ConsumerDesign& consumer) const {
    const bool plain = consumer.nodes == 1 && !consumer.function;
    if (plain && one_in(3)) consumer.read_nodes = count(2, 4);
    if (plain && !shared() && !transacted() && one_in(3)) {
      consumer.read_scale = {{.at = drawn_ms(500, 3000), .nodes = count(1, 4)}};
    }
    const bool rows_suffice = !shared() && !transacted() && !consumer.versions;
    if (rows_suffice && one_in(3)) consumer.view = one_of({ViewStore::sqlite, ViewStore::file});
  }

  bool is(PublicationMethod method) const { return design_.publication.method == method; }
  bool transacted() const { return is(PublicationMethod::two_phase_commit); }
  /// Who has a part in appends and tries again for long holds them up: in the end beyond every lease, and then what its
  /// holder appends is kept out by a fencing token or not at all. Such a design is wrong, however quiet its world is.
  bool holds_up_leases() const { return transacted() && !design_.ownership.fencing; }
  bool pushed() const {
    return is(PublicationMethod::push_grid) || (is(PublicationMethod::store_subscription) &&
                                                design_.publication.subscription != SubscriptionKind::catch_up);
  }
  bool shared() const { return pushed() || is(PublicationMethod::log_subscription); }
  bool keeps_order() const {
    return entry_of(design_.publication.method).claims.contains(DeliveryGuarantee::ordered_as_it_comes);
  }
  bool is_published_in_order() const {
    const PublicationDesign& publication = design_.publication;
    const bool overtakes = is(PublicationMethod::outbox) && publication.relays > 1 &&
                           publication.claim == OutboxClaim::rows;
    return !overtakes && entry_of(publication.method).claims.contains(DeliveryGuarantee::ordered_with_sequencer);
  }
  template <class Parts>
  static bool names(const Parts& parts, std::string_view name) {
    return std::ranges::any_of(parts, [&](const auto& part) { return part->name() == name; });
  }

  const Design& design_;
  bool is_view_;
  bool is_replayable_;
};

/// Of processor time, where every command or event passes.
Roles any_roles() {
  Roles roles;
  for (const char* role : {"handler", "event-store", "command-queue", "projection", "process-manager", "relay"}) {
    if (!one_in(4)) continue;
    roles[role].service_time = drawn_us(10, 300);
  }
  return roles;
}

Design draw_design(const DomainWorlds& worlds, const sim::Scenario& scenario) {
  const OwnershipStrategy strategy = any_strategy();
  PublicationMethod method = one_of(publication_methods()).method;
  if (strategy == OwnershipStrategy::reliable_inbox && method == PublicationMethod::dual_write) {
    method = PublicationMethod::outbox;
  }
  Design design;
  design.client = {.timeout = drawn_ms(1000, 5000), .attempts = 20};
  design.relay = {.poll = drawn_ms(1, 50), .batch = count(1, 100), .timeout = drawn_ms(500, 2000)};
  design.command_queue = queue_for(strategy, worlds.preferred);
  design.ownership = ownership_by(strategy);
  design.executor = any_executor();
  design.publication = publication_by(method);
  design.event_store = store_for(design.ownership, design.publication);
  // What comes back late was decided without: the store must look.
  if (design.event_store.append == AppendCheck::exact && design.event_store.snapshot_every == 0) {
    design.ownership.state_from = one_of({StateSource::store, StateSource::own_events});
  }
  design.event_log = {
      .window = count(1, 64), .batch = count(1, 16), .redeliver_after = drawn_ms(200, 1000)};
  const std::unique_ptr<Domain> domain = sim::make_domain(scenario);
  for (const std::string& name : worlds.consumers(scenario.settings)) {
    design.consumers[name] = ConsumerDraw(design, *domain, name).draw();
  }
  design.respond.when = one_of({RespondWhen::accepted, RespondWhen::appended, RespondWhen::projected});
  design.reads = {.session = one_of({SessionGuarantee::none, SessionGuarantee::read_your_writes,
                                     SessionGuarantee::monotonic, SessionGuarantee::both}),
                  .from = one_of({ReadFrom::any, ReadFrom::sticky})};
  design.roles = any_roles();
  return design;
}

sim::Deployment any_deployment() {
  sim::Deployment deployment;
  deployment.hosts.resize(static_cast<std::size_t>(number(1, 6)));
  deployment.link.latency = drawn_us(100, 3000);
  deployment.transport.kind = one_of({sim::TransportKind::session, sim::TransportKind::datagram});
  deployment.disk.sync = drawn_us(0, 2000);
  return deployment;
}

/// Now and then the system is split by areas, and a view that may be with it.
void draw_areas(sim::Scenario& scenario, const DomainWorlds& worlds) {
  Design& design = scenario.design;
  const std::unique_ptr<Domain> domain = sim::make_domain(scenario);
  const std::vector<std::string> with_places = domain->views_with_places();
  const bool can = !with_places.empty() && design.ownership.strategy != OwnershipStrategy::reliable_inbox &&
                   design.command_queue.scale.empty();
  if (!can || !one_in(4)) return;
  design.areas.count = count(2, 3);
  design.command_queue.handlers = std::max(design.command_queue.handlers, design.areas.count);
  const bool waits_for_view = design.respond.when == RespondWhen::projected ||
                              design.reads.session != SessionGuarantee::none;
  for (const std::string& name : worlds.consumers(scenario.settings)) {
    ConsumerDesign& consumer = design.consumers[name];
    const bool is_one = consumer.nodes == 1 && !consumer.function && consumer.read_nodes == 1 &&
                        consumer.read_scale.empty();
    const bool has_places = std::ranges::find(with_places, name) != with_places.end();
    consumer.per_area = has_places && is_one && !waits_for_view && one_in(2);
  }
}

/// Whoever sees a world fail runs it from a file: what turns take of a role that this design doesn't have is refused.
void drop_absent_roles(sim::Scenario& scenario) {
  if (!is_accepted(scenario)) return;  // such a design need not have a wiring, and another world is drawn
  std::erase_if(scenario.design.roles, [wiring = sim::wiring_of(scenario)](const auto& each) {
    return !sim::has_role(wiring, each.first);
  });
}

/// `scenario` has its business, and nothing else yet.
sim::Scenario draw_world(sim::Scenario scenario, const DomainWorlds& worlds) {
  scenario.name = "quiet";
  scenario.settings = worlds.settings();
  scenario.design = draw_design(worlds, scenario);
  scenario.deployment = any_deployment();
  // Two that wait for each other, time out together and try again together do so for ever: where nothing takes its time
  // by chance, such a design doesn't come to rest.
  const OwnershipDesign& owned = scenario.design.ownership;
  const bool several_states =
      entry_of(owned.strategy).several_states && owned.deadlock != DeadlockPolicy::timeout;
  scenario.workload.generated = worlds.workload(scenario.settings, several_states);
  draw_areas(scenario, worlds);
  scenario.seed = static_cast<std::uint64_t>(number(1, 1'000'000));
  scenario.engine = "fast";
  scenario.run = {.horizon = std::chrono::minutes(10), .settle = std::chrono::seconds(3)};
  drop_absent_roles(scenario);
  return scenario;
}

}  // namespace

rc::Gen<sim::Scenario> quiet_scenario() {
  auto scenarios = rc::gen::exec([] {
    sim::Scenario scenario;
    const DomainWorlds& worlds = worlds_of(scenario.domain);
    return draw_world(std::move(scenario), worlds);
  });
  return rc::gen::suchThat(std::move(scenarios), is_accepted);
}

rc::Gen<sim::Scenario> quiet_scenario(const sim::Scenario& business) {
  auto scenarios = rc::gen::exec([&business, worlds = own_worlds(business)] {
    sim::Scenario scenario;
    scenario.domain = business.domain;
    scenario.own_domain = business.own_domain;
    return draw_world(std::move(scenario), worlds);
  });
  return rc::gen::suchThat(std::move(scenarios), is_accepted);
}

}  // namespace crisper::properties::gen
