// What a run can say of itself: the kinds of observations and what their two numbers mean.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/enum_words.hpp"

namespace crisper {

/// CRISPER_OBSERVATION_KINDS(X): X(enumerator, "name", "meaning of a", "meaning of b", "when it is said").
/// A new kind is one line here, the last: the digest of a run has their numbers. Empty meanings stay zero; one that
/// begins with a capital is an enumeration with words (the same goes for its values).
#define CRISPER_OBSERVATION_KINDS(X)                                                                                   \
  X(message_sent, "message.sent", "attempt", "bytes", "a message left its sender")                                     \
  X(message_delivered, "message.delivered", "attempt", "mailbox depth after; -1: reply", "an attempt arrived")         \
  X(message_dropped, "message.dropped", "attempt", "DropReason", "an attempt ended without delivery")                  \
  X(reply_late, "reply.late", "attempt", "", "a reply found nobody waiting: its call had ended")                       \
  X(call_timed_out, "call.timed_out", "timeout in ns", "", "a caller gave up waiting")                                 \
  X(turn_begun, "turn.begun", "attempt", "ns waited in the mailbox", "a process began to handle a message")            \
  X(turn_ended, "turn.ended", "attempt", "", "the handling of a message ended")                                        \
  X(process_started, "process.started", "incarnation", "", "a process began, or began again after a crash")            \
  X(process_ended, "process.ended", "incarnation", "", "a process ended of its own will, or with its parent")          \
  X(process_crashed, "process.crashed", "incarnation", "records lost", "frames, mailbox and memory are gone")          \
  X(process_paused, "process.paused", "ns", "", "turns stop; everything is kept")                                      \
  X(process_resumed, "process.resumed", "", "", "turns go on")                                                         \
  X(session_broken, "session.broken", "messages lost", "epoch", "a transport session gave up")                         \
  X(fault_fired, "fault.fired", "index in the plan", "FaultKind", "an injected fault took effect")                     \
  X(command_submitted, "command.submitted", "attempt number", "", "a client sent a command (peer: the gateway)")       \
  X(command_accepted, "command.accepted", "", "", "a command is durable in the command store")                         \
  X(command_enqueued, "command.enqueued", "queue length", "in flight", "a command entered the command queue")          \
  X(command_dispatched, "command.dispatched", "delivery number", "queue length", "the queue gave it to one handler")   \
  X(command_handled, "command.handled", "events", "", "a handler decided and its events are stored")                   \
  X(command_rejected, "command.rejected", "", "", "a handler decided against it; no event")                            \
  X(command_repeated, "command.repeated", "", "", "a handler met a command whose events were already stored")          \
  X(command_retried, "command.retried", "RetryReason", "", "a handler gave a command back to the queue")               \
  X(command_acknowledged, "command.acknowledged", "queue length", "in flight", "the queue forgot a handled command")   \
  X(command_expired, "command.expired", "delivery number", "", "a visibility timeout ran out")                         \
  X(command_dead_lettered, "command.dead_lettered", "deliveries", "", "the queue gave up on a command")                \
  X(command_completed, "command.completed", "CommandStatus", "", "the command store learned the outcome")              \
  X(command_answered, "command.answered", "CommandStatus", "ns since submitted", "the client has its answer")          \
  X(command_gave_up, "command.gave_up", "attempts", "ns since submitted", "the client stopped waiting")                \
  X(lock_requested, "lock.requested", "waiters", "", "a process asked for a lock")                                     \
  X(lock_granted, "lock.granted", "fencing token", "ns waited", "a lock was granted (peer: the owner)")                \
  X(lock_released, "lock.released", "fencing token", "", "the owner gave it back")                                     \
  X(lock_expired, "lock.expired", "fencing token", "", "the lease ran out on the service's clock")                     \
  X(lock_refused, "lock.refused", "waiters", "", "a wait for a lock ended without it")                                 \
  X(quota_lent, "quota.lent", "amount", "left unallocated", "a handler was lent a share of a countable")               \
  X(quota_returned, "quota.returned", "amount", "unallocated after", "a handler gave back what it did not use")        \
  X(quota_short, "quota.short", "missing", "held", "a handler could not get what a decision needs")                    \
  X(state_requested, "state.requested", "", "", "a process asks to operate on a state, whatever the strategy")         \
  X(state_entered, "state.entered", "fencing token", "", "a process began to operate on a state")                      \
  X(state_left, "state.left", "fencing token", "", "it stopped")                                                       \
  X(event_appended, "event.appended", "stream version", "global position", "an event is durable (payload: the event)") \
  X(append_refused, "append.refused", "AppendError", "stream version", "the store refused to append")                  \
  X(event_published, "event.published", "log offset", "global position", "an event is where its consumers take it")    \
  X(event_delivered, "event.delivered", "log offset", "process it goes to", "it is on its way to a consumer (peer)")   \
  X(event_applied, "event.applied", "log offset", "global position", "a consumer took its effect")                     \
  X(event_ignored, "event.ignored", "log offset", "IgnoreReason", "a consumer saw it and did nothing")                 \
  X(event_held, "event.held", "log offset", "held events", "a sequencer keeps it until the gap closes")                \
  X(checkpoint_saved, "checkpoint.saved", "log offset", "", "a consumer's position is durable")                        \
  X(view_updated, "view.updated", "value", "old value", "a row changed, or was found at a start (stream: its key)")    \
  X(saga_started, "saga.started", "", "", "a process manager began an instance (stream: its key)")                     \
  X(saga_stepped, "saga.stepped", "state", "effects", "an instance moved")                                             \
  X(saga_ended, "saga.ended", "state", "", "an instance reached an end state")                                         \
  X(saga_timed_out, "saga.timed_out", "state", "deadline in ns, own clock", "an instance's time limit ran out")        \
  X(effect_performed, "effect.performed", "EffectKind", "amount", "the world outside was changed (stream: for whom)")  \
  X(effect_refused, "effect.refused", "EffectKind", "amount", "the world outside said no")                             \
  X(query_answered, "query.answered", "value", "log offset seen", "a client read a view (stream: the row's key)")      \
  X(workload_ended, "workload.ended", "intents", "", "a client has nothing more to send")                              \
  X(run_ended, "run.ended", "RunEnding", "", "the run is over")                                                        \
  X(outbox_added, "outbox.added", "outbox sequence", "", "a saga's messages up to here are durable in its outbox")     \
  X(outbox_published, "outbox.published", "outbox sequence", "", "all up to here have reached their receivers")        \
  X(partition_assigned, "partition.assigned", "partition", "assignment number", "a group may work on it (peer: of it)")\
  X(partition_revoked, "partition.revoked", "partition", "assignment number", "the group may no longer")               \
  X(handler_joined, "handler.joined", "", "", "a handler goes on duty, where their number changes")                    \
  X(handler_left, "handler.left", "", "", "a handler has finished what it had, and takes no more")                     \
  X(memory_limited, "memory.limited", "budget in bytes", "", "a process with a memory budget began")                   \
  X(memory_exhausted, "memory.exhausted", "messages waiting", "processes spawned", "it took more, and dies of it")     \
  X(leader_began, "leader.began", "epoch", "records taken over", "a replica began to lead the lock service")           \
  X(lock_session_lost, "lock_session.lost", "session", "locks freed", "the lock service gave up a holder's session")   \
  X(actor_activated, "actor.activated", "activation", "ns since asked", "an actor began to serve its stream")          \
  X(actor_left, "actor.left", "activation", "ActorEnd", "an actor stopped serving its stream, of its own will")        \
  X(actor_given_up, "actor.given_up", "activation", "ns unheard of", "the registry took it for gone (peer)")           \
  X(event_given_up, "event.given_up", "log offset", "attempts", "a consumer will never have this event (peer: it)")    \
  X(event_parked, "event.parked", "log offset", "", "a consumer set an event aside that it can't deal with")           \
  X(state_read, "state.read", "stream version", "", "a service decides on what of a state has come back to it")        \
  X(own_events_late, "own_events.late", "stream version", "ns waited", "a state was given back before they came back") \
  X(store_damaged, "store.damaged", "StoreDamageKind", "place", "a store found its file damaged, and serves nothing")  \
  X(command_duplicate, "command.duplicate", "", "", "the queue had seen it within its window, and dropped it")         \
  X(reaction_answered, "reaction.answered", "results", "ReactionKind", "a reaction makes something of an event")       \
  X(query_asked, "query.asked", "attempt", "1: before a command", "a client asks a view (stream: the row's key)")      \
  X(consumer_joined, "consumer.joined", "log offset", "", "a read node begins to take events, while the run goes on")  \
  X(consumer_left, "consumer.left", "log offset", "", "a read node takes no more events")                              \
  X(replay_begun, "replay.begun", "ReplayKind", "", "a consumer begins to take its history again")                     \
  X(event_replayed, "event.replayed", "global position", "effects held back", "a replay took an event again")          \
  X(replay_ended, "replay.ended", "global position", "events", "what a replay made is what its consumer now has")      \
  X(snapshot_taken, "snapshot.taken", "records before", "", "a consumer's journal became one snapshot")                \
  X(instance_started, "instance.started", "instances", "cold start in ns", "a function needed one more instance")      \
  X(instance_stopped, "instance.stopped", "instances left", "", "an instance that nobody needed was given up")         \
  X(delivery_throttled, "delivery.throttled", "log offset", "instances", "a function at its limit refused an event") \
  X(state_kept, "state.kept", "stream version", "schema", "a service keeps a snapshot of a state beside its stream")   \
  X(state_restored, "state.restored", "stream version", "events of the tail", "a service took a snapshot for a state") \
  X(snapshot_refused, "snapshot.refused", "SnapshotRefusal", "schema", "it didn't, and reads the whole stream")        \
  X(event_upcast, "event.upcast", "global position", "events of today", "a reader met an event of an old schema")      \
  X(saga_limited, "saga.limited", "limit in ns; 0: none now", "ns since it began", "an instance's time limit was set") \
  X(decision_made, "decision.made", "stream version", "events; -1: rejected", "a service decided on a state of then")  \
  X(work_begun, "work.begun", "ns of CPU", "", "a process in its first turn begins on what it has taken")              \
  X(work_ended, "work.ended", "", "", "its processor is done with that")                                               \
  X(client_decided, "client.decided", "value seen", "item of the row", "a user acts, or not, on what a view showed")   \
  X(request_taken, "request.taken", "EffectKind", "which of its requests", "a tracker has yet to ask a service (peer)")\
  X(request_told, "request.told", "EffectKind", "which of its requests", "what a service answered is known")           \
  X(service_asked, "service.asked", "attempt", "", "a client asks something of a service outside (peer)")              \
  X(service_answered, "service.answered", "", "", "and it is done")                                                    \
  X(world_awaits, "world.awaits", "how many", "", "what a service outside still has to do of what it was told")        \
  X(world_changed, "world.changed", "there now", "there before", "how much there is of a thing outside (stream)")      \
  X(world_lacked, "world.lacked", "wanted", "there", "somebody came for a thing, and there was not enough of it")      \
  X(screen_used, "screen.used", "value", "ns old", "a user goes by what is shown (stream: of what; payload: Screen)")  \
  X(command_withheld, "command.withheld", "value", "", "by what was shown, a user doesn't send it (message: its id)")  \
  X(world_counted, "world.counted", "number of the count", "", "what there is of things outside is counted (stream)")  \
  X(append_merged, "append.merged", "stream version", "events between", "what was decided without these follows them")

enum class ObservationKind : std::uint16_t {
#define CRISPER_KIND(enumerator, ...) enumerator,
  CRISPER_OBSERVATION_KINDS(CRISPER_KIND)
#undef CRISPER_KIND
};

struct ObservationKindInfo {
  std::string_view name;
  std::string_view a;
  std::string_view b;
  std::string_view meaning;
};

inline constexpr auto observation_kinds = std::to_array<ObservationKindInfo>({
#define CRISPER_KIND(enumerator, name, a, b, meaning) {name, a, b, meaning},
    CRISPER_OBSERVATION_KINDS(CRISPER_KIND)
#undef CRISPER_KIND
});

constexpr const ObservationKindInfo& info(ObservationKind kind) {
  return observation_kinds[static_cast<std::size_t>(kind)];
}

/// `b` of message.delivered for a reply: it goes to the call that waits for it, not to the mailbox.
inline constexpr std::int64_t reply_past_the_mailbox = -1;

/// Why an attempt was dropped (`b` of message.dropped).
CRISPER_ENUM(DropReason,
             (loss, "the network lost it"),
             (corrupt, "it was damaged"),
             (partition, "a partition stopped it"),
             (receiver_down, "the receiver was down"),
             (mailbox_full, "the mailbox was full"),
             (stale_epoch, "its session was over, or had delivered it already"))

/// Why a handler gave a command back to the queue (`a` of command.retried).
CRISPER_ENUM(RetryReason,
             (not_carried_out, "it got no lock, was overtaken, or had no answer in time"),
             (not_known, "the command store didn't say whether it is done already"),
             (not_noted, "it is carried out, and the command store has not confirmed that it knows"))

/// Why a consumer ignored an event (`b` of event.ignored).
CRISPER_ENUM(IgnoreReason,
             (duplicate, "it had it already"),
             (not_interesting, "it is not concerned"),
             (before_checkpoint, "it is behind its checkpoint"),
             (given_up, "it failed on it and gave it up"))

/// `a` of command.completed and command.answered.
CRISPER_ENUM(CommandStatus,
             (accepted, "it is durable"),
             (handled, "its events are stored"),
             (rejected, "a handler decided against it"),
             (dead_lettered, "the queue gave up on it"))

/// `a` of effect.performed: what was done to the world outside.
CRISPER_ENUM(EffectKind,
             (charge, "money was taken"),
             (refund, "money was given back"),
             (mail, "mail was sent"),
             (request, "a service outside did what it was asked"))

/// `b` of reaction.answered: what it makes of an event.
CRISPER_ENUM(ReactionKind,
             (enricher, "another event, from what it remembers"),
             (policy, "events of its own"),
             (receptor, "commands"))

/// How a consumer takes its history again (`a` of replay.begun).
CRISPER_ENUM(ReplayKind,
             (in_place, "what it has is thrown away and made anew; what is new waits"),
             (beside, "made beside what it has, which goes on; the two change places when the new one has caught up"),
             (unguarded, "made in place, and nothing keeps what is new from changing it meanwhile"))

/// Why an actor ended (`b` of actor.left).
CRISPER_ENUM(ActorEnd,
             (idle, "nobody had asked for it for a while"),
             (superseded, "the registry no longer knows it: another may serve the stream"),
             (restarted, "its process came back after a crash: an activation lives once"))

/// Why a service doesn't take a snapshot for the state (`a` of snapshot.refused).
CRISPER_ENUM(SnapshotRefusal,
             (other_schema, "it is of another release's state"),
             (other_history, "it ends in an event that the stream doesn't have there"))

/// What a store found wrong with its own file (`a` of store.damaged). What `b` then counts: the position of the event
/// (checksum), of the one after it (version_gap), the stream (index).
CRISPER_ENUM(StoreDamageKind,
             (unreadable, "SQLite can't read it"),
             (structure, "its pages don't hang together"),
             (checksum, "an event isn't what was stored"),
             (version_gap, "a stream lacks an event"),
             (index, "what is kept beside the events contradicts them"))

/// `a` of run.ended.
CRISPER_ENUM(RunEnding,
             (quiet, "all work done, nothing open"),
             (horizon, "the time limit, with work perhaps open"),
             (limit_reached, "too many steps: the run says nothing about what would have followed"))

}  // namespace crisper
