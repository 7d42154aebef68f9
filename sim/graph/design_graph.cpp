#include "sim/graph/design_graph.hpp"

#include <algorithm>
#include <set>

#include "core/design/design_rules.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "sim/domain/registry.hpp"

namespace crisper::sim {
namespace {

using Places = std::vector<std::size_t>;

/// How a channel carries; the two ends come with it.
struct Way {
  Cargo cargo{};
  Mechanism mechanism{};
  bool at_least_once = true;
  bool ordered = false;
  bool in_turn = false;
};

constexpr Way asks{Cargo::commands, Mechanism::call};
constexpr Way casts{Cargo::commands, Mechanism::push, false, false};
constexpr Way fetches{Cargo::commands, Mechanism::pull};
constexpr Way tells_outcome{Cargo::outcomes, Mechanism::call};

/// The stages of `assemble`, in its order.
class Drawing {
 public:
  Drawing(const Scenario& scenario, const Wiring& wiring)
      : scenario_(scenario), design_(scenario.design), method_(entry_of(design_.publication.method)) {
    std::set<std::string> clients;
    for (const ClientScript& client : silent_clients(scenario)) clients.insert(client.name);
    for (const FaultTarget& each : wiring.processes) {
      graph_.elements.push_back(
          {.name = each.process, .role = each.role, .host = each.host, .is_client = clients.contains(each.process)});
    }
    for (std::size_t i = 0; i < graph_.elements.size(); ++i) {
      if (graph_.elements[i].is_client) clients_.push_back(i);
    }
    for (const LaterProcesses& each : wiring.later) {
      graph_.elements.push_back({.name = each.name, .role = each.role, .comes_later = true});
    }
    for (const std::string_view role :
         {"projection", "subscriber", "process-manager", "enricher", "policy", "receptor", "own-events"}) {
      for (const std::size_t place : of_role(role)) consumers_.push_back(place);
    }
  }

  DesignGraph draw() && {
    command_side();
    ownership();
    store();
    publication();
    reactions();
    clients();
    own_links();
    return std::move(graph_);
  }

 private:
  // ---- stages

  void command_side() {
    const Places store = named("command-store"), queue = of_role("command-queue"), router = named("command-router");
    connect(clients_, store, asks);
    connect(store, named("command-relay"), {Cargo::commands, Mechanism::pull, true, true});
    const Way handed_on{Cargo::commands, Mechanism::call, true, true};
    connect(named("command-relay"), router.empty() ? queue : router, handed_on);
    connect(router, queue, handed_on);
    connect(queue, store, {Cargo::outcomes, Mechanism::push, false, false});
    const Places handlers = of_role("handler");
    for (std::size_t i = 0; i < handlers.size(); ++i) connect({queue[i % queue.size()]}, {handlers[i]}, fetches);
    const Places services = of_role("service"), entities = of_role("entity"), requests = of_role("request"),
                 actors = of_role("actor");
    connect(handlers, requests, {Cargo::commands, Mechanism::push, false, false});
    connect(requests, queue, {Cargo::outcomes, Mechanism::push, false, false});
    const Places& callers = requests.empty() ? handlers : requests;
    connect(callers, store, tells_outcome);
    const bool by_cast = sends_by_cast(design_.executor) && !named("service-1").empty();
    const Places forwarder = named("forwarder");
    connect(callers, forwarder.empty() ? services : forwarder, by_cast ? casts : asks);
    connect(forwarder, services, by_cast ? casts : asks);
    for (const Places& each : {entities, actors}) connect(callers, each, asks);
    if (by_cast) {
      connect(services, store, tells_outcome);
      connect(services, queue, {Cargo::outcomes, Mechanism::push, false, false});
    }
    workers_ = handlers.empty() ? queue : callers;
    if (handlers.empty()) connect(queue, store, tells_outcome);
    for (const Places& each : {services, entities, actors}) {
      if (!each.empty()) workers_ = each;
    }
    callers_ = callers;
    in_hand_ = handlers.empty() ? queue : by_cast ? services : callers;
  }

  void ownership() {
    const Way grants{Cargo::grants, Mechanism::call};
    connect(of_role("lock-service"), workers_, grants);
    connect(of_role("lock-service"), of_role("lock-service"), {Cargo::copies, Mechanism::push});
    connect(of_role("quota-service"), workers_, grants);
    const Places registry = of_role("actor-registry");
    connect(registry, of_role("actor"), grants);
    connect(registry, callers_, grants);
  }

  void store() {
    const Places store = named("event-store"), coordinator = named("coordinator");
    connect(store, workers_, {Cargo::states, Mechanism::call, true, true});
    appends_to_ = coordinator.empty() ? store : coordinator;
    connect(workers_, appends_to_, {Cargo::changes, Mechanism::call});
    if (!coordinator.empty()) connect(coordinator, store, {Cargo::changes, Mechanism::push});
    connect(named("snapshot-store"), workers_, {Cargo::states, Mechanism::call});
    connect(named("own-events"), workers_, {Cargo::states, Mechanism::call});
  }

  /// What hands events on to consumers, and how.
  void publication() {
    using enum PublicationMethod;
    const bool ordered = method_.claims.contains(DeliveryGuarantee::ordered_as_it_comes);
    const bool sure = method_.claims.contains(DeliveryGuarantee::nothing_lost);
    const Places store = named("event-store"), log = named("event-log");
    const Way fetched{Cargo::events, Mechanism::pull, true, ordered};
    const bool in_turn = design_.event_log.fan_out == FanOutOrder::ordered;
    const Way sent{Cargo::events, Mechanism::push, true, ordered, in_turn};
    switch (design_.publication.method) {
      case dual_write:
        told_ = log;
        connect(workers_, log, {Cargo::events, Mechanism::call, sure, false});
        return connect(log, consumers_, sent);
      case outbox:
        relays(store, log, design_.publication.claim != OutboxClaim::rows);
        return connect(log, consumers_, sent);
      case single_publisher:
        connect(store, named("publisher"), {Cargo::events, Mechanism::pull, true, true});
        connect(named("publisher"), log, {Cargo::events, Mechanism::call, true, true});
        return connect(log, consumers_, sent);
      case consumer_polling:
        return connect(store, consumers_, fetched);
      case store_subscription:
        return hand_over(store, sent);
      case push_grid:
        relays(store, named("event-grid"), true);
        return hand_over(named("event-grid"), sent);
      case log_subscription:
        relays(store, log, true);
        return hand_over(log, fetched);
      case log_is_truth:
        connect(store, named("log-archive"), fetched);
        connect(store, named("log-door"), fetched);
        connect(named("log-archive"), named("log-door"), fetched);
        return connect(named("log-door"), consumers_, fetched);
      case two_phase_commit:
        return connect(named("coordinator"), consumers_, sent);
    }
  }

  void relays(const Places& store, const Places& to, bool ordered) {
    for (const std::size_t relay : of_role("relay")) {
      if (!graph_.elements[relay].name.starts_with("event-relay")) continue;
      connect(store, {relay}, {Cargo::events, Mechanism::pull, true, ordered});
      connect({relay}, to, {Cargo::events, Mechanism::call, true, ordered});
    }
  }

  /// To a consumer's nodes or functions, where it has any.
  void hand_over(const Places& source, Way way) {
    for (const std::size_t consumer : consumers_) {
      const std::string& name = graph_.elements[consumer].name;
      Places nodes;
      for (const std::size_t node : of_role("consumer-node")) {
        if (graph_.elements[node].name.starts_with(name + "-node-")) nodes.push_back(node);
      }
      const Places functions = named(name + "-functions");
      connect(source, nodes, way);
      connect(nodes, {consumer}, {Cargo::events, Mechanism::call, true, way.ordered});
      connect(source, functions, way);
      connect(functions, of_role("function"), {Cargo::events, Mechanism::push, true, false});
      if (!functions.empty()) {
        connect(of_role("function"), {consumer}, {Cargo::events, Mechanism::call, true, false});
      }
      if (nodes.empty() && functions.empty()) connect(source, {consumer}, way);
    }
  }

  /// What consumers make of events, through an outbox of their own; and their history.
  void reactions() {
    const Places command_store = named("command-store");
    for (const std::size_t consumer : consumers_) {
      const std::string& name = graph_.elements[consumer].name;
      const Places relay = named(name + "-relay"), writer = named(name + "-writer");
      connect({consumer}, relay, {Cargo::commands, Mechanism::pull, true, true});
      connect(relay, command_store, {Cargo::commands, Mechanism::call, true, true});
      connect({consumer}, writer, {Cargo::changes, Mechanism::pull, true, true});
      connect(writer, appends_to_, {Cargo::changes, Mechanism::call, true, true});
      connect(writer, told_, {Cargo::events, Mechanism::call, false, false});
      const auto chosen = design_.consumers.find(name);
      if (chosen == design_.consumers.end() || chosen->second.replays.empty()) continue;
      connect(named("event-store"), {consumer}, {Cargo::events, Mechanism::pull, true, true});
    }
  }

  void clients() {
    const bool awaits = design_.respond.when == RespondWhen::projected;
    if (awaits) connect(named("event-store"), clients_, {Cargo::outcomes, Mechanism::call});
    if (!awaits && !asks_views(scenario_)) return;
    for (const char* role : {"projection", "subscriber"}) {
      connect(of_role(role), clients_, {Cargo::answers, Mechanism::call});
    }
  }

  void own_links() {
    for (const std::string& each : domain_of(scenario_).given_commands(scenario_.workload)) {
      connect(in_hand_, named(each), asks);
    }
    for (const DomainFacts::Link& link : domain_of(scenario_).facts(scenario_.settings).links) {
      connect(named(link.from), named(link.to), {Cargo::requests, Mechanism::call});
    }
  }

  // ---- the small print

  Places of_role(std::string_view role) const {
    Places places;
    for (std::size_t i = 0; i < graph_.elements.size(); ++i) {
      if (graph_.elements[i].role == role && !graph_.elements[i].is_client) places.push_back(i);
    }
    return places;
  }

  Places named(std::string_view name) const {
    for (std::size_t i = 0; i < graph_.elements.size(); ++i) {
      if (graph_.elements[i].name == name) return {i};
    }
    return {};
  }

  /// Of an event that ends there; on its way, of all who take it in the end.
  bool takes_once(std::size_t end) const {
    const auto claims = [&](std::size_t consumer) {
      const auto chosen = design_.consumers.find(graph_.elements[consumer].name);
      return claims_once(design_, chosen == design_.consumers.end() ? ConsumerDesign() : chosen->second);
    };
    if (std::ranges::find(consumers_, end) != consumers_.end()) return claims(end);
    return std::ranges::all_of(consumers_, claims);
  }

  void connect(const Places& from, const Places& to, Way way) {
    for (const std::size_t one : from) {
      for (const std::size_t other : to) {
        if (one == other) continue;
        const bool once = way.cargo != Cargo::events || takes_once(other);
        graph_.channels.push_back(
            {one, other, way.cargo, way.mechanism, way.at_least_once, way.ordered, once, way.in_turn});
      }
    }
  }

  const Scenario& scenario_;
  const Design& design_;
  const PublicationEntry& method_;
  DesignGraph graph_;
  Places clients_;
  Places consumers_;   ///< whoever takes events
  Places callers_;     ///< whoever has a command carried out
  Places in_hand_;     ///< whoever has a command in its hands until its outcome is told
  Places workers_;     ///< whoever works on states
  Places appends_to_;  ///< who takes appends
  Places told_;        ///< who is told of events by whoever stored them
};

}  // namespace

DesignGraph graph_of(const Scenario& scenario, const Wiring& wiring) { return Drawing(scenario, wiring).draw(); }

}  // namespace crisper::sim
