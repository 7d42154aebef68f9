#include "reports/view/state_models.hpp"

#include <algorithm>
#include <array>

namespace crisper::reports {
namespace {

using enum ObservationKind;
using Roles = std::string_view;

constexpr auto life = std::to_array<Transition>({{"down", "running", process_started},
                                                 {"running", "down", process_crashed},
                                                 {"running", "ended", process_ended},
                                                 {"running", "paused", process_paused},
                                                 {"paused", "running", process_resumed}});

constexpr auto client = std::to_array<Transition>({{"wants", "waits for an answer", command_submitted},
                                                   {"waits for an answer", "answered", command_answered},
                                                   {"waits for an answer", "gave up", command_gave_up},
                                                   {"wants", "goes by what a screen shows", screen_used},
                                                   {"goes by what a screen shows", "went away", command_withheld}});

constexpr auto command_store_roles = std::to_array<Roles>({"command-store"});
constexpr auto command_store = std::to_array<Transition>(
    {{"unknown", "accepted", command_accepted}, {"accepted", "completed", command_completed}});

/// A router hands on to queues, and says nothing itself.
constexpr auto queue_roles = std::to_array<Roles>({"command-queue", "router"});
constexpr auto queue = std::to_array<Transition>({{"unknown", "waiting", command_enqueued},
                                                  {"waiting", "with a handler", command_dispatched},
                                                  {"with a handler", "forgotten", command_acknowledged},
                                                  {"with a handler", "waiting", command_retried},
                                                  {"with a handler", "waiting", command_expired},
                                                  {"with a handler", "dead letter", command_dead_lettered},
                                                  {"forgotten", "dropped as a repetition", command_duplicate}});

constexpr auto worker_roles =
    std::to_array<Roles>({"handler", "service", "entity", "request", "actor", "reliable-inbox"});
constexpr auto worker = std::to_array<Transition>({{"outside", "asks for a state", state_requested},
                                                   {"asks for a state", "on a state", state_entered},
                                                   {"on a state", "decided", decision_made},
                                                   {"decided", "stored", command_handled},
                                                   {"decided", "rejected", command_rejected},
                                                   {"on a state", "met again, done before", command_repeated},
                                                   {"on a state", "outside", state_left}});

constexpr auto lock_roles = std::to_array<Roles>({"lock-service"});
constexpr auto lock = std::to_array<Transition>({{"free", "asked for", lock_requested},
                                                 {"asked for", "held", lock_granted},
                                                 {"asked for", "refused", lock_refused},
                                                 {"held", "free", lock_released},
                                                 {"held", "free, by its lease", lock_expired},
                                                 {"held", "free, by a lost session", lock_session_lost},
                                                 {"follower", "leader", leader_began}});

constexpr auto quota_roles = std::to_array<Roles>({"quota-service"});
constexpr auto quota = std::to_array<Transition>(
    {{"unallocated", "lent", quota_lent}, {"lent", "unallocated", quota_returned}, {"lent", "short", quota_short}});

constexpr auto registry_roles = std::to_array<Roles>({"actor-registry"});
constexpr auto registry = std::to_array<Transition>({{"no actor", "serves its stream", actor_activated},
                                                     {"serves its stream", "no actor", actor_left},
                                                     {"serves its stream", "taken for gone", actor_given_up}});

constexpr auto store_roles = std::to_array<Roles>({"event-store", "coordinator", "log-archive"});
constexpr auto store = std::to_array<Transition>({{"decided", "durable", event_appended},
                                                  {"decided", "refused", append_refused},
                                                  {"sound", "damaged, serves nothing", store_damaged}});

constexpr auto outbox_roles = std::to_array<Roles>({"relay", "publisher", "event-log", "event-grid", "log-door"});
constexpr auto outbox = std::to_array<Transition>({{"durable", "published", event_published},
                                                   {"published", "under way to a consumer", event_delivered},
                                                   {"under way to a consumer", "given up", event_given_up},
                                                   {"under way to a consumer", "throttled", delivery_throttled}});

constexpr auto consumer_roles =
    std::to_array<Roles>({"projection", "subscriber", "process-manager", "enricher", "policy", "receptor", "own-events",
                          "consumer-node", "function", "function-host"});
constexpr auto consumer = std::to_array<Transition>({{"new", "taken", event_applied},
                                                     {"new", "ignored", event_ignored},
                                                     {"new", "held back for its order", event_held},
                                                     {"new", "set aside", event_parked},
                                                     {"taken", "position durable", checkpoint_saved},
                                                     {"taken", "taken again in a replay", event_replayed}});

constexpr auto saga_roles = std::to_array<Roles>({"process-manager"});
constexpr auto saga = std::to_array<Transition>({{"none", "begun", saga_started},
                                                 {"begun", "moved", saga_stepped},
                                                 {"moved", "ended", saga_ended},
                                                 {"moved", "timed out", saga_timed_out}});

constexpr auto snapshot_roles = std::to_array<Roles>({"snapshot-store"});
constexpr auto snapshot = std::to_array<Transition>({{"none", "kept", state_kept},
                                                     {"kept", "taken for a state", state_restored},
                                                     {"kept", "refused", snapshot_refused}});

constexpr auto business = std::to_array<Transition>({{"asked", "done in the world outside", effect_performed},
                                                     {"asked", "refused", effect_refused},
                                                     {"asked", "called somebody in vain", call_timed_out},
                                                     {"asked", "taken on by a tracker", request_taken},
                                                     {"taken on by a tracker", "answered and told", request_told}});

constexpr auto world = std::to_array<Transition>({{"as it is", "told to change", world_awaits},
                                                  {"told to change", "changed", world_changed},
                                                  {"changed", "counted", world_counted},
                                                  {"changed", "asked for in vain", world_lacked}});

constexpr StateModel of_life{"every process", {}, life};
constexpr StateModel of_clients{"a client's command", {}, client};
constexpr StateModel of_business{"what the business asks of the world outside", {}, business};

/// Without sensors, or parts of a world outside, nobody says anything of it, and it is no part of the design.
constexpr StateModel of_world{"things in the world outside, beside the books", {}, world, true};

constexpr auto models = std::to_array<StateModel>({
    {"a command in the command store", command_store_roles, command_store},
    {"a command in the queue", queue_roles, queue},
    {"who works on states", worker_roles, worker},
    {"a lock", lock_roles, lock},
    {"a share of what is countable", quota_roles, quota},
    {"an actor", registry_roles, registry},
    {"an event in the store", store_roles, store},
    {"an event on its way", outbox_roles, outbox},
    {"an event at a consumer", consumer_roles, consumer},
    {"an instance of a process manager", saga_roles, saga},
    {"a snapshot", snapshot_roles, snapshot},
});

/// Whether a role of the design has a model of its own.
bool has_state_model(std::string_view role) {
  return std::ranges::any_of(
      models, [&](const StateModel& each) { return std::ranges::find(each.roles, role) != each.roles.end(); });
}

}  // namespace

std::span<const StateModel> all_state_models() { return models; }

std::vector<const StateModel*> models_of(const ViewFacts& facts) {
  const sim::DesignGraph& graph = facts.design.graph;
  std::vector<const StateModel*> all{&of_life, &of_clients};
  for (const StateModel& model : models) {
    const bool is_here = std::ranges::any_of(graph.elements, [&](const sim::Element& each) {
      return !each.is_client && std::ranges::find(model.roles, each.role) != model.roles.end();
    });
    if (is_here) all.push_back(&model);
  }
  const bool has_own = std::ranges::any_of(
      graph.elements, [](const sim::Element& each) { return !each.is_client && !has_state_model(each.role); });
  if (has_own) all.push_back(&of_business);
  const bool has_outside = std::ranges::any_of(
      graph.elements, [](const sim::Element& each) { return !each.is_client && each.role == "external"; });
  if (has_outside) all.push_back(&of_world);
  std::erase_if(all, [&](const StateModel* model) {
    return model->only_where_seen && std::ranges::none_of(model->transitions, [&](const Transition& each) {
             return facts.count(each.by) > 0;
           });
  });
  return all;
}

}  // namespace crisper::reports
