// When keys count that say how events are stored and published, and who reads what came of them.
#include "sim/scenario/applies.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/base/in_a_row.hpp"
#include "core/design/publication_method.hpp"
#include "core/design/views.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {
namespace {

const PublicationDesign& publication_of(const Occasion& here) { return here.design().publication; }

bool has(const Occasion& here, PublicationMethod method) { return publication_of(here).method == method; }

Applies methods(std::vector<PublicationMethod> chosen) {
  std::vector<std::string> names;
  for (const PublicationMethod each : chosen) names.emplace_back(entry_of(each).name);
  return {"publication.method " + in_a_row(names, "or"), [chosen = std::move(chosen)](const Occasion& here) {
            return std::ranges::find(chosen, publication_of(here).method) != chosen.end();
          }};
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
  return std::ranges::any_of(here.design().consumers, [&](const auto& each) { return holds(each.second); });
}

bool remembers_writes(const Occasion& here) {
  const SessionGuarantee session = here.design().reads.session;
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
  return std::ranges::any_of(views_of(here.design(), *domain),
                             [&](const auto& view) { return view->name() == here.name; });
}

}  // namespace

namespace when {

// ---- design.event_store and design.publication

Applies own_commit() {
  return {"any publication.method but two_phase_commit, whose coordinator says when",
          [](const Occasion& here) { return !has(here, PublicationMethod::two_phase_commit); }};
}

Applies open_transactions() {
  return {"event_store.position at_insert: else one append is committed after the other",
          [](const Occasion& here) { return here.design().event_store.position == PositionTime::at_insert; }};
}

Applies positions_at_insert() {
  return {
      "event_store.position at_insert, where somebody reads the whole store: publication.method "
      "single_publisher, consumer_polling, store_subscription or log_is_truth, or a replay",
      [](const Occasion& here) {
        using enum PublicationMethod;
        const bool reads = has(here, single_publisher) || has(here, consumer_polling) ||
                           has(here, store_subscription) || has(here, log_is_truth) ||
                           any_consumer(here, [](const ConsumerDesign& each) { return !each.replays.empty(); });
        return reads && here.design().event_store.position == PositionTime::at_insert;
      }};
}

Applies old_gaps() {
  return both({"event_store.gaps high_water",
               [](const Occasion& here) { return here.design().event_store.gaps == GapDetection::high_water; }},
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
  return both(outbox(), {"another publication.claim than none",
                         [](const Occasion& here) { return publication_of(here).claim != OutboxClaim::none; }});
}

Applies store_subscription() { return methods({PublicationMethod::store_subscription}); }

Applies pushes() {
  return {"publication.method push_grid, or store_subscription with another publication.subscription than catch_up",
          hands_over};
}

Applies push_grid() { return methods({PublicationMethod::push_grid}); }
Applies partitioned_log() { return methods({PublicationMethod::log_subscription}); }
Applies log_is_truth() { return methods({PublicationMethod::log_is_truth}); }

Applies compaction() {
  return both(log_is_truth(),
              {"publication.compaction on", [](const Occasion& here) { return publication_of(here).compaction; }});
}

// ---- design.event_log

Applies fan_out() {
  return {"publication.method outbox, dual_write, single_publisher or store_subscription (catch_up)",
          [](const Occasion& here) { return fans_out(publication_of(here)); }};
}

Applies window() {
  return {"publication.method outbox, dual_write, single_publisher or store_subscription (but ranges)",
          [](const Occasion& here) {
            return fans_out(publication_of(here)) ||
                   subscribes(here, {SubscriptionKind::round_robin, SubscriptionKind::pinned});
          }};
}

Applies log_batches() {
  return {
      "publication.method outbox, dual_write, single_publisher, log_subscription or store_subscription "
      "(catch_up or ranges)",
      [](const Occasion& here) {
        return fans_out(publication_of(here)) || has(here, PublicationMethod::log_subscription) ||
               subscribes(here, {SubscriptionKind::ranges});
      }};
}

Applies redelivery() {
  return {
      "events that are sent until they are acknowledged, or asked for: not where they are handed over "
      "(push_grid, store_subscription with round_robin, pinned or ranges) to consumers without nodes and "
      "functions",
      [](const Occasion& here) { return !hands_over(here) || any_consumer(here, has_nodes); }};
}

// ---- design.consumers and design.reads

Applies inbox() {
  return {"inbox on", [](const Occasion& here) { return here.consumer->inbox; }};
}

Applies sequencer() {
  return {
      "events that are sent or handed over: not where consumers fetch them (consumer_polling, log_is_truth) or "
      "have them in one transaction (two_phase_commit)",
      [](const Occasion& here) {
        using enum PublicationMethod;
        return !has(here, consumer_polling) && !has(here, log_is_truth) && !has(here, two_phase_commit);
      }};
}

Applies held_events() {
  return both({"sequencer on", [](const Occasion& here) { return here.consumer->sequencer; }}, sequencer());
}

Applies skipped_gaps() {
  return both({"sequencer.gap skip", [](const Occasion& here) { return here.consumer->gap == GapPolicy::skip; }},
              held_events());
}

Applies failures() {
  return {"failures.poison or failures.flaky above 0%", [](const Occasion& here) {
            const FailureDesign& chosen = here.consumer->failures;
            return chosen.poison != Probability{} || chosen.flaky != Probability{};
          }};
}

Applies given_up() {
  return both({"another failures.then than stop",
               [](const Occasion& here) { return here.consumer->failures.then != PoisonPolicy::stop; }},
              failures());
}

Applies time_limits(const DomainEntry& domain) {
  return {"a process manager (" + names_of(domain.make({})->sagas()) + ")", is_process_manager};
}
Applies view(const DomainEntry& domain) {
  return {"a consumer that keeps a view (" + names_of(domain.make({})->projections()) + ")", is_view};
}

Applies questions(const DomainEntry& domain) {
  return {"a workload that asks views (" + std::string(domain.asking_words()) +
              "); read_your_writes and both cost whoever writes a question to the store",
          [](const Occasion& here) { return asks_views(here.scenario) || remembers_writes(here); }};
}

Applies areas() {
  return {"areas.count above 1", [](const Occasion& here) { return here.design().areas.count > 1; }};
}

Applies several_read_nodes() {
  return both({"consumers.NAME.read_nodes above 1, or read_scale",
               [](const Occasion& here) {
                 return any_consumer(
                     here, [](const ConsumerDesign& each) { return each.read_nodes > 1 || !each.read_scale.empty(); });
               }},
              {"a workload that asks views, or respond.when projected",
               [](const Occasion& here) { return asks_views(here.scenario) || projected().holds(here); }});
}

Applies remembered_writes() {
  return both({"reads.session read_your_writes or both", remembers_writes},
              {"a workload that asks views", [](const Occasion& here) { return asks_views(here.scenario); }});
}

Applies projected() {
  return {"respond.when projected",
          [](const Occasion& here) { return here.design().respond.when == RespondWhen::projected; }};
}

}  // namespace when

}  // namespace crisper::sim
