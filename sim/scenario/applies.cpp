#include "sim/scenario/applies.hpp"

#include <algorithm>
#include <initializer_list>

#include "core/base/in_a_row.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "core/design/views.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {
namespace {

const Design& design_of(const Occasion& here) { return here.scenario.design; }
const OwnershipDesign& ownership_of(const Occasion& here) { return design_of(here).ownership; }
const PublicationDesign& publication_of(const Occasion& here) { return design_of(here).publication; }

bool has(const Occasion& here, OwnershipStrategy strategy) { return ownership_of(here).strategy == strategy; }
bool has(const Occasion& here, PublicationMethod method) { return publication_of(here).method == method; }

Applies strategies(std::vector<OwnershipStrategy> chosen) {
  std::vector<std::string> names;
  for (const OwnershipStrategy each : chosen) names.emplace_back(entry_of(each).name);
  return {"ownership.strategy " + in_a_row(names, "or"), [chosen = std::move(chosen)](const Occasion& here) {
            return std::ranges::find(chosen, ownership_of(here).strategy) != chosen.end();
          }};
}

Applies strategies_where(bool (*chosen)(const StrategyEntry&)) {
  std::vector<OwnershipStrategy> all;
  for (const StrategyEntry& each : ownership_strategies()) {
    if (chosen(each)) all.push_back(each.strategy);
  }
  return strategies(std::move(all));
}

Applies methods(std::vector<PublicationMethod> chosen) {
  std::vector<std::string> names;
  for (const PublicationMethod each : chosen) names.emplace_back(entry_of(each).name);
  return {"publication.method " + in_a_row(names, "or"), [chosen = std::move(chosen)](const Occasion& here) {
            return std::ranges::find(chosen, publication_of(here).method) != chosen.end();
          }};
}

Applies with(std::string when, std::function<bool(const Occasion&)> holds) {
  return {std::move(when), std::move(holds)};
}

bool subscribes(const Occasion& here, std::initializer_list<SubscriptionKind> kinds) {
  return has(here, PublicationMethod::store_subscription) &&
         std::ranges::find(kinds, publication_of(here).subscription) != kinds.end();
}

/// Events are handed to consumers, or to their nodes, one by one.
bool hands_over(const Occasion& here) {
  return has(here, PublicationMethod::push_grid) ||
         subscribes(here, {SubscriptionKind::round_robin, SubscriptionKind::pinned, SubscriptionKind::ranges});
}

bool has_nodes(const ConsumerDesign& consumer) { return consumer.nodes > 1 || consumer.function.has_value(); }

template <class Holds>
bool any_consumer(const Occasion& here, Holds holds) {
  return std::ranges::any_of(design_of(here).consumers, [&](const auto& each) { return holds(each.second); });
}

bool remembers_writes(const Occasion& here) {
  const SessionGuarantee session = design_of(here).reads.session;
  return session == SessionGuarantee::read_your_writes || session == SessionGuarantee::both;
}

template <class Parts>
std::string names_of(const Parts& parts) {
  std::vector<std::string> names;
  for (const auto& part : parts) names.push_back(part->name());
  return in_a_row(names, "or");
}

bool is_process_manager(const Occasion& here) {
  const auto domain = make_domain(here.scenario);
  return std::ranges::any_of(domain->sagas(), [&](const auto& saga) { return saga->name() == here.name; });
}

bool is_view(const Occasion& here) {
  const auto domain = make_domain(here.scenario);
  return std::ranges::any_of(views_of(design_of(here), *domain),
                             [&](const auto& view) { return view->name() == here.name; });
}

/// Executors of the design's own choosing: these strategies bring their processes along.
bool chooses_executor(const Occasion& here) {
  return !has(here, OwnershipStrategy::single_process) && !has(here, OwnershipStrategy::actor_per_stream) &&
         !has(here, OwnershipStrategy::reliable_inbox);
}

bool executes_in(const Occasion& here, std::initializer_list<ExecutorKind> kinds) {
  return std::ranges::find(kinds, design_of(here).executor.kind) != kinds.end();
}

bool shares_executors(const Occasion& here) {
  return has(here, OwnershipStrategy::escrow) &&
         executes_in(here, {ExecutorKind::per_entity, ExecutorKind::per_request});
}

}  // namespace

Applies both(Applies one, Applies other) {
  return {one.when + ", and " + other.when, [one = one.holds, other = other.holds](const Occasion& here) {
            return one(here) && other(here);
          }};
}

namespace when {

// ---- design.ownership

Applies leases() {
  return strategies_where([](const StrategyEntry& each) { return each.leases; });
}

Applies counted_leases() {
  using enum OwnershipStrategy;
  return strategies({table_lock, row_lock, multi_row_lock, lease, actor_per_stream});
}

Applies locks() {
  return strategies_where([](const StrategyEntry& each) { return each.keeps_out_by == KeepsOutBy::locks; });
}

Applies waits() {
  return with("ownership.strategy escrow, or one with locks and another ownership.deadlock than none",
              [locks = locks()](const Occasion& here) {
                return has(here, OwnershipStrategy::escrow) ||
                       (locks.holds(here) && ownership_of(here).deadlock != DeadlockPolicy::none);
              });
}

Applies lease_replicas() { return strategies({OwnershipStrategy::lease}); }

Applies several_replicas() {
  return both(lease_replicas(),
              with("ownership.replicas above 1", [](const Occasion& here) { return ownership_of(here).replicas > 1; }));
}

Applies actors() { return strategies({OwnershipStrategy::actor_per_stream}); }
Applies decides_again() { return strategies({OwnershipStrategy::optimistic, OwnershipStrategy::escrow}); }

Applies merges() {
  return both(strategies({OwnershipStrategy::optimistic}),
              with("a business that says what merges",
                   [](const Occasion& here) { return static_cast<bool>(make_domain(here.scenario)->merging()); }));
}

Applies partitioned() {
  return strategies_where([](const StrategyEntry& each) { return each.keeps_out_by == KeepsOutBy::partitions; });
}

Applies groups() { return strategies({OwnershipStrategy::partition_and_lock}); }
Applies escrow() { return strategies({OwnershipStrategy::escrow}); }

Applies versions_checked() {
  return strategies_where([](const StrategyEntry& each) {
    return each.strategy != OwnershipStrategy::optimistic && each.strategy != OwnershipStrategy::commutative &&
           each.strategy != OwnershipStrategy::escrow && each.strategy != OwnershipStrategy::reliable_inbox;
  });
}

Applies held_until_back() {
  return with("ownership.hold_until published_back",
              [](const Occasion& here) { return ownership_of(here).hold_until == HoldUntil::published_back; });
}

// ---- design.command_queue and design.executor

Applies command_queue() {
  return with("any ownership.strategy but reliable_inbox, whose queue is in the store",
              [](const Occasion& here) { return !has(here, OwnershipStrategy::reliable_inbox); });
}

Applies duplicate_window() {
  return both(with("command_queue.duplicates window",
                   [](const Occasion& here) {
                     return design_of(here).command_queue.duplicates == DuplicateDetection::window;
                   }),
              command_queue());
}

Applies executor_kind() {
  return with("any ownership.strategy but reliable_inbox; of single_process and actor_per_stream, which have processes "
              "of their own, only per_request",
              [](const Occasion& here) {
                return chooses_executor(here) || (!has(here, OwnershipStrategy::reliable_inbox) &&
                                                  executes_in(here, {ExecutorKind::per_request}));
              });
}

Applies pool() {
  return with("executor.kind pool or forwarded, or with ownership.strategy escrow and executor.kind per_entity or "
              "per_request",
              [](const Occasion& here) {
                const bool chosen = executes_in(here, {ExecutorKind::pool, ExecutorKind::forwarded});
                return (chooses_executor(here) && chosen) || shares_executors(here);
              });
}

Applies executor_alone() {
  return with("executor.kind singleton, pool or forwarded", [](const Occasion& here) {
    return chooses_executor(here) &&
           executes_in(here, {ExecutorKind::singleton, ExecutorKind::pool, ExecutorKind::forwarded});
  });
}

Applies executor_called() {
  return with("executor.kind singleton, pool, forwarded or per_entity, or with ownership.strategy single_process or "
              "actor_per_stream, or with escrow and per_request",
              [](const Occasion& here) {
                if (has(here, OwnershipStrategy::reliable_inbox)) return false;
                return !chooses_executor(here) || shares_executors(here) ||
                       executes_in(here, {ExecutorKind::singleton, ExecutorKind::pool, ExecutorKind::forwarded,
                                          ExecutorKind::per_entity});
              });
}

Applies executor_awaited() {
  return both(executor_called(), with("another executor.send than cast where that counts", [](const Occasion& here) {
                return !chooses_executor(here) || !sends_by_cast(design_of(here).executor);
              }));
}

// ---- design.event_store and design.publication

Applies own_commit() {
  return with("any publication.method but two_phase_commit, whose coordinator says when",
              [](const Occasion& here) { return !has(here, PublicationMethod::two_phase_commit); });
}

Applies open_transactions() {
  return with("event_store.position at_insert: else one append is committed after the other",
              [](const Occasion& here) { return design_of(here).event_store.position == PositionTime::at_insert; });
}

Applies positions_at_insert() {
  return with("event_store.position at_insert, where somebody reads the whole store: publication.method "
              "single_publisher, consumer_polling, store_subscription or log_is_truth, or a replay",
              [](const Occasion& here) {
                using enum PublicationMethod;
                const bool reads = has(here, single_publisher) || has(here, consumer_polling) ||
                                   has(here, store_subscription) || has(here, log_is_truth) ||
                                   any_consumer(here, [](const ConsumerDesign& each) { return !each.replays.empty(); });
                return reads && design_of(here).event_store.position == PositionTime::at_insert;
              });
}

Applies old_gaps() {
  return both(with("event_store.gaps high_water",
                   [](const Occasion& here) { return design_of(here).event_store.gaps == GapDetection::high_water; }),
              positions_at_insert());
}

Applies polls() {
  using enum PublicationMethod;
  return methods({outbox, single_publisher, consumer_polling, push_grid, log_subscription, log_is_truth});
}

Applies relayed() {
  using enum PublicationMethod;
  return methods({outbox, single_publisher, push_grid, log_subscription});
}

Applies outbox() { return methods({PublicationMethod::outbox}); }

Applies outbox_claims() {
  return both(outbox(), with("another publication.claim than none", [](const Occasion& here) {
                return publication_of(here).claim != OutboxClaim::none;
              }));
}

Applies store_subscription() { return methods({PublicationMethod::store_subscription}); }

Applies pushes() {
  return with("publication.method push_grid, or store_subscription with another publication.subscription than catch_up",
              hands_over);
}

Applies push_grid() { return methods({PublicationMethod::push_grid}); }
Applies partitioned_log() { return methods({PublicationMethod::log_subscription}); }
Applies log_is_truth() { return methods({PublicationMethod::log_is_truth}); }

Applies compaction() {
  return both(log_is_truth(),
              with("publication.compaction on", [](const Occasion& here) { return publication_of(here).compaction; }));
}

// ---- design.event_log

Applies fan_out() {
  return with("publication.method outbox, dual_write, single_publisher or store_subscription (catch_up)",
              [](const Occasion& here) { return fans_out(publication_of(here)); });
}

Applies window() {
  return with("publication.method outbox, dual_write, single_publisher or store_subscription (but ranges)",
              [](const Occasion& here) {
                return fans_out(publication_of(here)) ||
                       subscribes(here, {SubscriptionKind::round_robin, SubscriptionKind::pinned});
              });
}

Applies log_batches() {
  return with("publication.method outbox, dual_write, single_publisher, log_subscription or store_subscription "
              "(catch_up or ranges)",
              [](const Occasion& here) {
                return fans_out(publication_of(here)) || has(here, PublicationMethod::log_subscription) ||
                       subscribes(here, {SubscriptionKind::ranges});
              });
}

Applies redelivery() {
  return with("events that are sent until they are acknowledged, or asked for: not where they are handed over "
              "(push_grid, store_subscription with round_robin, pinned or ranges) to consumers without nodes and "
              "functions",
              [](const Occasion& here) { return !hands_over(here) || any_consumer(here, has_nodes); });
}

// ---- design.consumers and design.reads

Applies inbox() {
  return with("inbox on", [](const Occasion& here) { return here.consumer->inbox; });
}

Applies sequencer() {
  return with("events that are sent or handed over: not where consumers fetch them (consumer_polling, log_is_truth) or "
              "have them in one transaction (two_phase_commit)",
              [](const Occasion& here) {
                using enum PublicationMethod;
                return !has(here, consumer_polling) && !has(here, log_is_truth) && !has(here, two_phase_commit);
              });
}

Applies held_events() {
  return both(with("sequencer on", [](const Occasion& here) { return here.consumer->sequencer; }), sequencer());
}

Applies skipped_gaps() {
  return both(with("sequencer.gap skip", [](const Occasion& here) { return here.consumer->gap == GapPolicy::skip; }),
              held_events());
}

Applies failures() {
  return with("failures.poison or failures.flaky above 0%", [](const Occasion& here) {
    const FailureDesign& chosen = here.consumer->failures;
    return chosen.poison != Probability{} || chosen.flaky != Probability{};
  });
}

Applies given_up() {
  return both(with("another failures.then than stop",
                   [](const Occasion& here) { return here.consumer->failures.then != PoisonPolicy::stop; }),
              failures());
}

Applies time_limits(const DomainEntry& domain) {
  return with("a process manager (" + names_of(domain.make({})->sagas()) + ")", is_process_manager);
}
Applies view(const DomainEntry& domain) {
  return with("a consumer that keeps a view (" + names_of(domain.make({})->projections()) + ")", is_view);
}

Applies questions(const DomainEntry& domain) {
  return with("a workload that asks views (" + std::string(domain.asking_words()) +
                  "); read_your_writes and both cost whoever writes a question to the store",
              [](const Occasion& here) { return asks_views(here.scenario) || remembers_writes(here); });
}

Applies areas() {
  return with("areas.count above 1", [](const Occasion& here) { return design_of(here).areas.count > 1; });
}

Applies several_read_nodes() {
  return both(with("consumers.NAME.read_nodes above 1, or read_scale",
                   [](const Occasion& here) {
                     return any_consumer(here, [](const ConsumerDesign& each) {
                       return each.read_nodes > 1 || !each.read_scale.empty();
                     });
                   }),
              with("a workload that asks views, or respond.when projected", [](const Occasion& here) {
                return asks_views(here.scenario) || projected().holds(here);
              }));
}

Applies remembered_writes() {
  return both(with("reads.session read_your_writes or both", remembers_writes),
              with("a workload that asks views",
                   [](const Occasion& here) { return asks_views(here.scenario); }));
}

Applies projected() {
  return with("respond.when projected",
              [](const Occasion& here) { return design_of(here).respond.when == RespondWhen::projected; });
}

// ---- the rest

Applies bounded_mailbox() {
  return with("a mailbox.capacity of its own",
              [](const Occasion& here) { return here.role->mailbox.capacity != MailboxSpec{}.capacity; });
}

Applies own_hosts() {
  return with("hosts of the scenario's own: no deployment.platform",
              [](const Occasion& here) { return here.scenario.deployment.platform.empty(); });
}

Applies sessions() {
  return with("transport.kind session", [](const Occasion& here) {
    return here.scenario.deployment.transport.kind == TransportKind::session;
  });
}

}  // namespace when

}  // namespace crisper::sim
