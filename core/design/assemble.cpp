#include "core/design/assemble.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "core/base/assert.hpp"
#include "core/client/client.hpp"
#include "core/command/area_router.hpp"
#include "core/command/command_queue.hpp"
#include "core/command/command_store.hpp"
#include "core/command/relay.hpp"
#include "core/design/area_keys.hpp"
#include "core/design/consumers.hpp"
#include "core/design/duties.hpp"
#include "core/design/executors.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "core/design/read_side.hpp"
#include "core/design/stores.hpp"
#include "core/log/event_log.hpp"
#include "core/reaction/event_writer.hpp"
#include "core/reaction/process_manager.hpp"
#include "core/reaction/reaction_process.hpp"
#include "core/service/command_handler.hpp"
#include "core/service/own_events.hpp"
#include "core/store/event_store_process.hpp"
#include "core/store/snapshot_store.hpp"

namespace crisper {
namespace {

/// One run's wiring: the ids that the stages need of each other, and how each is built.
class Assembly {
 public:
  Assembly(const Design& design, const Domain& domain) : design_(design), domain_(domain) {}

  System build(const std::vector<ClientScript>& clients) {
    system_.set_roles(design_.roles);
    release();
    name_the_places();
    command_store();
    ownership();  // who may change a state, which may be up to the queue
    command_queue();
    executor();
    command_handlers();
    event_store();
    publication();
    event_log();
    own_events();
    projections();
    services();
    process_managers();
    reactions();
    for (const ClientScript& script : clients) client(script);
    return std::move(system_);
  }

 private:
  /// Whose words are written and read: of the release before, until it is replaced.
  void release() {
    const EventStoreDesign& store = design_.event_store;
    if (store.upgrade_at == Duration::zero()) return;
    release_ = {.change = std::make_shared<SchemaChange>(domain_.schema_change()),
                .upgraded_at = sim_start + store.upgrade_at,
                .upcasts = store.upcasters};
  }

  /// Processes name each other in circles, so the places come before the processes.
  void name_the_places() {
    command_store_ = system_.declare("command-store", "command-store");
    const std::uint32_t areas = design_.areas.count;
    if (areas == 1) {
      queues_.push_back(system_.declare("command-queue", "command-queue"));
      command_entry_ = queues_.front();
    } else {
      command_entry_ = system_.declare("command-router", "router");
      for (std::uint32_t area = 1; area <= areas; ++area) {
        queues_.push_back(system_.declare(area_name("command-queue", area), "command-queue"));
      }
    }
    event_store_ = system_.declare("event-store", "event-store");
    if (design_.event_store.snapshot_every > 0) {
      snapshots_ = {.store = system_.declare("snapshot-store", "snapshot-store"),
                    .every = design_.event_store.snapshot_every,
                    .any_schema = design_.event_store.snapshot_schema == SnapshotSchema::any};
    }
    const OwnershipDesign& owned = design_.ownership;
    own_events_ = {.process = {},
                   .decides = owned.state_from == StateSource::own_events,
                   .holds = owned.hold_until == HoldUntil::published_back,
                   .within = owned.published_within};
    if (own_events_.decides || own_events_.holds) own_events_.process = system_.declare("own-events", "own-events");
    if (entry_of(design_.publication.method).through_log) event_log_ = system_.declare("event-log", "event-log");
    publication_build_.event_store = event_store_;
    publication_build_.event_log = event_log_;
    publication_plan_ = entry_of(design_.publication.method).plan(publication_build_);
  }

  // N request threads -> command store + outbox -> relay -> command queue
  void command_store() {
    const ProcessId queue = command_entry_;
    define(command_store_, [queue] { return std::make_unique<CommandStore>(queue); });
    relay("command-relay", command_store_, design_.relay.poll, design_.relay.batch);
  }

  // command queue -> one of M handlers; or a router, and a queue for each area
  void command_queue() {
    if (plan_.takes_commands) return define(command_entry_, plan_.takes_commands);
    if (queues_.size() > 1) {
      const AreaRouterOptions router{.queues = queues_,
                                     .key = area_keys_of(domain_),
                                     .batch = design_.relay.batch,
                                     .pause = design_.relay.poll,
                                     .timeout = design_.relay.timeout};
      system_.define(command_entry_, {.factory = [router] { return std::make_unique<AreaRouter>(router); },
                                      .turns = TurnPolicy::reentrant});
    }
    const CommandQueueOptions options{.design = design_.command_queue,
                                      .command_store = command_store_,
                                      .routing = plan_.routing};
    for (const ProcessId queue : queues_) {
      define(queue, [options] { return std::make_unique<CommandQueue>(options); });
    }
  }

  ProcessId append_to() const { return publication_plan_.append_to.value ? publication_plan_.append_to : event_store_; }

  // who may change a state
  void ownership() {
    auto dispatcher = std::make_shared<Dispatcher>();
    domain_.register_deciders(*dispatcher);
    const StrategyEntry& strategy = entry_of(design_.ownership.strategy);
    StrategyBuild build{.design = design_,
                        .system = system_,
                        .service = {.event_store = event_store_,
                                    .dispatcher = std::move(dispatcher),
                                    .ownership = {},
                                    .several_states = strategy.several_states,
                                    .expect_version = design_.event_store.append == AppendCheck::exact,
                                    .append_to = append_to(),
                                    .tell = publication_plan_.told_by_service,
                                    .own_events = own_events_,
                                    .snapshots = snapshots_,
                                    .release = release_,
                                    .costs = design_.costs},
                        .command_store = command_store_,
                        .effects = effects_,
                        .counting = domain_.counting(),
                        .merging = domain_.merging()};
    plan_ = strategy.plan(build);
  }

  // own the state, load it, decide, append: in which process
  void executor() {
    if (plan_.reach || plan_.takes_commands) return;  // the strategy says so itself
    Reach reach = reach_of(design_.executor, plan_.service, command_work({}), system_);
    plan_.reach = std::move(reach.service);
    hands_over_to_ = std::move(reach.hands_over_to);
  }

  // handler: take a command, see it through
  void command_handlers() {
    if (plan_.takes_commands) return;
    CommandHandlerOptions options{.work = command_work(queues_.front()),
                                  .service = plan_.reach,
                                  .process_per_command = design_.executor.kind == ExecutorKind::per_request,
                                  .hands_over_to = hands_over_to_,
                                  .visibility_timeout = design_.command_queue.visibility_timeout};
    if (options.process_per_command) system_.may_start("request-*", "request");
    // Asking is all that an idle handler's group is known by: it must ask well within its session.
    const QueueRouting& routing = plan_.routing;
    if (routing.partitions > 0) options.queue_wait = std::min(options.queue_wait, routing.session / 3);
    for (std::uint32_t i = 1; i <= handlers_at_most(design_.command_queue); ++i) {
      options.work.queue = queues_[(i - 1) % queues_.size()];
      options.duties = duties_of(design_.command_queue, i);
      if (routing.partitions > 0) options.group = (i - 1) / routing.group_size;
      system_.add({.name = "handler-" + std::to_string(i),
                   .role = "handler",
                   .factory = [options] { return std::make_unique<CommandHandler>(options); },
                   .turns = TurnPolicy::reentrant});  // it never ends its first turn
    }
  }

  // event store: events, outbox entries and tokens in one transaction
  void event_store() {
    EventStoreProcessOptions options = publication_plan_.store;
    options.store = event_store_of(design_.event_store, domain_);
    options.design = design_.event_store;
    options.costs = design_.costs;
    define(event_store_, [options] { return std::make_unique<EventStoreProcess>(options); });
    if (snapshots_.store.value != 0) define(snapshots_.store, [] { return std::make_unique<SnapshotStore>(); });
  }

  // how an appended event reaches its consumers
  void publication() { publication_plan_.stage(); }

  // event log: fan-out, every subscriber its own copy
  void event_log() {
    if (event_log_.value == 0) return;
    const DistributorFactory fan_out = [options = publication_build_.fan_out()](const EventSource& source) {
      return std::make_unique<FanOut>(options, source);
    };
    define(event_log_, [fan_out] { return std::make_unique<EventLog>(fan_out); });
  }

  // the producer's own events, which come back to it as to any other consumer
  void own_events() {
    if (own_events_.process.value == 0) return;
    SubscriberOptions options = consumers_.options_of("own-events");
    options.release = {};  // it passes on what is written; the services that ask for it read it
    define(own_events_.process, [options] { return std::make_unique<OwnEvents>(options); });
    consumers_.attach("own-events", own_events_.process);
  }

  // (view, event) -> view, on one read node or several
  void projections() { read_side_ = read_side_of(design_, domain_, consumers_, system_); }

  // the ways to the world outside: command -> unit, and what is asked because of an event
  void services() {
    services_ = domain_.add_services(system_, command_store_);
    for (const auto& [category, name] : domain_.effects()) {
      const auto service = services_.find(name);
      CRISPER_ASSERT(service != services_.end(), "who takes commands is one of the domain's services");
      effects_->emplace(category, service->second);
    }
  }

  // event -> commands, through a process manager with an outbox of its own
  void process_managers() {
    for (const auto& definition : domain_.sagas()) {
      const SubscriberOptions options = consumers_.options_of(definition->name());
      CRISPER_ASSERT(options.guarantees.replays.empty(), "a scenario's checks refuse to replay a process manager");
      const ProcessId command_store = command_store_;
      const ProcessId manager =
          add(definition->name(), "process-manager", [options, definition, command_store, services = services_] {
            return std::make_unique<ProcessManager>(options, definition, command_store, services,
                                                    options.guarantees.deadline_clock);
          });
      relay(definition->name() + "-relay", manager, design_.relay.poll, design_.relay.batch);
      consumers_.attach(definition->name(), manager);
    }
  }

  /// Whom a reaction asks: the part of the row's area, or the first read node, which is always there.
  ReactionTargets::AnswersFor who_answers(const std::string& view, const std::vector<ReadNode>& nodes) const {
    const auto parts = read_side_.area_of_row.find(view);
    if (parts == read_side_.area_of_row.end()) return [first = nodes.front().process](RowKey) { return first; };
    return [nodes, area_of = parts->second](RowKey row) { return nodes[area_of(row) - 1].process; };
  }

  // event -> events (enricher, policy) or commands (receptor), with an outbox of their own
  void reactions() {
    ReactionTargets targets{.command_store = command_store_, .append_to = append_to(), .services = services_};
    targets.patience = design_.relay.timeout;
    for (const auto& [name, nodes] : read_side_.nodes) targets.views[name] = who_answers(name, nodes);
    for (const auto& reaction : domain_.reactions()) {
      const std::string name = reaction->name();
      const SubscriberOptions options = consumers_.options_of(name);
      const ProcessId process = add(name, std::string(name_of(reaction->kind())), [options, reaction, targets] {
        return std::make_unique<ReactionProcess>(options, reaction, targets);
      });
      if (reaction->kind() == ReactionKind::receptor) {
        relay(name + "-relay", process, design_.relay.poll, design_.relay.batch);
      } else {
        // A coordinator has a queue.
        const Duration patience = (append_to() == event_store_ ? 1 : 20) * design_.relay.timeout;
        const EventWriterOptions writer{.source = process,
                                        .poll = design_.relay.poll,
                                        .batch = design_.relay.batch,
                                        .timeout = patience,
                                        .tell = publication_plan_.told_by_service};
        add(name + "-writer", "relay", [writer] { return std::make_unique<EventWriter>(writer); });
      }
      consumers_.attach(name, process);
    }
  }

  void client(const ClientScript& script) {
    const RespondDesign& respond = design_.respond;
    ClientOptions options{.command_store = command_store_,
                          .views = read_side_.nodes,
                          .area_of_row = read_side_.area_of_row,
                          .reads = design_.reads,
                          .script = std::make_shared<ClientScript>(resolved(script)),
                          .timeout = design_.client.timeout,
                          .attempts = design_.client.attempts,
                          .wait_for_outcome = respond.when != RespondWhen::accepted,
                          .services = services_,
                          .event_store = event_store_};
    for (const auto& [name, nodes] : read_side_.nodes) {
      const bool awaited = respond.view.empty() || respond.view == name;
      if (respond.when == RespondWhen::projected && awaited) options.wait_for_views.push_back(name);
    }
    system_.add({.name = script.name,
                 .role = script.role,
                 .factory = [options] { return std::make_unique<Client>(options); },
                 .turns = TurnPolicy::reentrant});
  }

  CommandWorkOptions command_work(ProcessId queue) const {
    return {.queue = queue, .command_store = command_store_, .effects = effects_};
  }

  /// With the names of the services that its requests go to.
  ClientScript resolved(ClientScript script) const {
    for (Intent& intent : script.intents) {
      if (!intent.service.empty()) intent.service = domain_.service_for(intent.service, intent.stream);
    }
    return script;
  }

  // ---- the small print

  void relay(const std::string& name, ProcessId source, Duration poll, std::uint32_t batch) {
    const RelayOptions options{.source = source, .poll = poll, .batch = batch, .timeout = design_.relay.timeout};
    add(name, "relay", [options] { return std::make_unique<Relay>(options); });
  }

  void define(ProcessId id, ProcessFactory factory) { system_.define(id, {.factory = std::move(factory)}); }

  ProcessId add(const std::string& name, const std::string& role, ProcessFactory factory) {
    return system_.add({.name = name, .role = role, .factory = std::move(factory)});
  }

  const Design& design_;
  const Domain& domain_;
  System system_;
  ProcessId command_store_, event_store_, event_log_;
  ProcessId command_entry_;         ///< where the command store's relay hands over: the queue, or the router
  std::vector<ProcessId> queues_;  ///< one, or one for each area
  Release release_;
  SnapshotUse snapshots_;
  OwnEventsUse own_events_;
  StrategyPlan plan_;
  /// Filled when the services have their places, behind those who take commands to them.
  std::shared_ptr<EffectTargets> effects_ = std::make_shared<EffectTargets>();
  std::vector<ProcessId> hands_over_to_;  ///< services that are cast to
  PublicationBuild publication_build_{.design = design_, .system = system_, .event_store = {}, .event_log = {}};
  PublicationPlan publication_plan_;
  Consumers consumers_{publication_build_, publication_plan_, release_};
  std::map<std::string, ProcessId> services_;
  ReadSide read_side_;
};

}  // namespace

Result<System, std::vector<DesignFinding>> assemble(const Design& design, const Domain& domain,
                                                    const std::vector<ClientScript>& clients) {
  std::vector<DesignFinding> conflicts = conflicts_of(design, consumer_names_of(domain, design));
  if (!conflicts.empty()) return failure(std::move(conflicts));
  return Assembly(design, domain).build(clients);
}

System assemble_checked(const Design& design, const Domain& domain, const std::vector<ClientScript>& clients) {
  Result<System, std::vector<DesignFinding>> system = assemble(design, domain, clients);
  CRISPER_ASSERT(system.has_value(), (system.error().front().key + ": " + system.error().front().reason).c_str());
  return std::move(*system);
}

}  // namespace crisper
