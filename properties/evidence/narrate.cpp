#include "properties/evidence/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "core/service/decision_made.hpp"
#include "core/store/store_protocol.hpp"
#include "properties/support/words.hpp"

namespace crisper::properties {
namespace {

std::string body_of(const Observation& seen, std::string_view otherwise) {
  if (!seen.payload) return std::string(otherwise);
  std::string text;
  seen.payload->describe_into(text, state_of_payload(seen));
  return text;
}

/// "ReserveMeal{...}: [MealReserved{...}]"
std::string decision_of(const Observation& seen) {
  const auto* made = body_as<DecisionMade>(seen.payload);
  if (!made) return "a command";
  std::string text;
  made->command.describe_into(text, state_of_payload(seen));
  text += ": ";
  if (made->rejection.empty()) {
    describe_value(text, made->events, state_of_payload(seen));
  } else {
    text += "rejected, " + made->rejection;
  }
  return text;
}

/// The words of one observation, in three parts of the pipeline: each returns nothing where the kind isn't its own.
class Teller {
 public:
  Teller(const Observation& seen, const Names& names, const Wording& wording)
      : seen_(seen),
        names_(names),
        wording_(wording),
        who_(names.process(seen.process)),
        peer_(names.process(seen.peer)),
        state_(names.stream(seen.stream)),
        a_(seen.a),
        b_(seen.b) {}

  std::string words() const {
    using enum ObservationKind;
    switch (seen_.kind) {
      case message_sent: return fmt::format("{} sent {} to {}", who_, body_of(seen_, "a message"), peer_);
      case message_delivered: return fmt::format("a message from {} reached {}", peer_, who_);
      case message_dropped:
        return fmt::format("a message from {} to {} was dropped: {}", who_, peer_,
                           meaning_of(static_cast<DropReason>(b_)));
      case reply_late: return fmt::format("{} had an answer after it had stopped waiting", who_);
      case call_timed_out: return fmt::format("{} gave up waiting for an answer", who_);
      case turn_begun:
        if (const auto* read = body_as<ReadStream>(seen_.payload)) {
          return fmt::format("{} read {} at {}", peer_, names_.stream(read->stream), who_);
        }
        return fmt::format("{} began to handle {} from {}", who_, body_of(seen_, "a message"), peer_);
      case turn_ended: return fmt::format("{} was done with a message", who_);
      case work_begun: return fmt::format("{} began to work for {}", who_, to_text(Duration(a_)));
      case work_ended: return fmt::format("{} was done with its work", who_);
      case process_started: return fmt::format("{} started (incarnation {})", who_, a_);
      case process_ended: return fmt::format("{} ended", who_);
      case process_crashed: return crashed();
      case process_paused:
        return a_ == 0 ? fmt::format("{} paused", who_) : fmt::format("{} paused for {}", who_, to_text(Duration(a_)));
      case process_resumed: return fmt::format("{} went on", who_);
      case session_broken:
        return fmt::format("{} gave up its session with {}: {} lost", who_, peer_, counted_was(a_, "message"));
      case fault_fired: return fmt::format("a fault struck {}", who_);
      case memory_limited: return fmt::format("{} began, and may take {} bytes", who_, a_);
      case memory_exhausted:
        return fmt::format("{} took more memory than it may: {} waited, {} its own", who_,
                           counted(a_, "message"), counted_was(b_, "process", "processes"));
      case store_damaged: return fmt::format("{} found its file damaged, and serves nothing", who_);
      case workload_ended: return fmt::format("{} had nothing more to send", who_);
      case run_ended: return "the run ended";
      default: break;
    }
    if (std::string words = of_commands(); !words.empty()) return words;
    if (std::string words = of_ownership(); !words.empty()) return words;
    if (std::string words = of_events(); !words.empty()) return words;
    return of_consumers();
  }

 private:
  std::string crashed() const {
    if (b_ == 0) return who_ + " crashed";
    return fmt::format("{} crashed and lost {}", who_, counted(b_, "unsynced record"));
  }
  std::string command() const {
    return wording_.command ? wording_.command(seen_) : fmt::format("command {:x}", seen_.message.value);
  }
  std::string status() const { return spoken(static_cast<CommandStatus>(a_)); }
  /// Of an observation whose payload, if any, is the event.
  std::string event() const { return wording_.event ? wording_.event(seen_) : body_of(seen_, "an event"); }
  /// Of one that knows the event by its place only.
  std::string event_at() const {
    return wording_.event ? fmt::format("{} at offset {}", wording_.event(seen_), a_) : fmt::format("offset {}", a_);
  }

  std::string of_commands() const {
    using enum ObservationKind;
    switch (seen_.kind) {
      case command_submitted: return fmt::format("{} sent {} for {} (attempt {})", who_, command(), state_, a_);
      case command_accepted: return fmt::format("{} accepted {} for {}", who_, command(), state_);
      case command_enqueued: return fmt::format("{} queued {}: {} waited", who_, command(), a_);
      case command_duplicate: return fmt::format("{} had seen {} already, and dropped it", who_, command());
      case command_dispatched: return fmt::format("{} gave {} to {} (delivery {})", who_, command(), peer_, a_);
      case command_handled:
        return fmt::format("{} handled {} for {}: {}", who_, command(), state_, counted(a_, "event"));
      case command_rejected: return fmt::format("{} rejected {} for {}", who_, command(), state_);
      case command_repeated: return fmt::format("{} met {} again: its events were stored already", who_, command());
      case command_retried: return fmt::format("{} gave {} back to the queue", who_, command());
      case command_acknowledged: return fmt::format("{} forgot {}: it is dealt with", who_, command());
      case command_expired:
        return fmt::format("{} waited in vain to hear that {} is dealt with (delivery {})", who_, command(), a_);
      case command_dead_lettered:
        return fmt::format("{} gave up on {} after {}", who_, command(),
                           counted(a_, "delivery", "deliveries"));
      case command_completed: return fmt::format("{} learned that {} ended as {}", who_, command(), status());
      case command_answered: return fmt::format("{} was told that {} is {}", who_, command(), status());
      case command_gave_up:
        return fmt::format("{} stopped waiting for {} after {}", who_, command(), counted(a_, "attempt"));
      default: return {};
    }
  }

  std::string of_ownership() const {
    using enum ObservationKind;
    switch (seen_.kind) {
      case handler_joined: return fmt::format("{} went on duty", who_);
      case handler_left: return fmt::format("{} went off duty", who_);
      case partition_assigned:
        return fmt::format("{} gave partition {} to {} (assignment {})", who_, a_, peer_, b_);
      case partition_revoked:
        return fmt::format("{} took partition {} from {} (assignment {})", who_, a_, peer_, b_);
      case lock_requested: return fmt::format("{} was asked for the lock on {} by {}", who_, state_, peer_);
      case lock_granted: return fmt::format("{} gave the lock on {} to {} (token {})", who_, state_, peer_, a_);
      case lock_released: return fmt::format("{} had the lock on {} back from {}", who_, state_, peer_);
      case lock_expired:
        return fmt::format("{} took the lock on {} from {}: the lease ran out", who_, state_, peer_);
      case lock_refused: return fmt::format("{} let {} wait for the lock on {} in vain", who_, peer_, state_);
      case lock_session_lost:
        return fmt::format("{} gave up the session of a holder: {} became free", who_, counted(a_, "lock"));
      case leader_began: return fmt::format("{} began to lead the lock service (epoch {})", who_, a_);
      case quota_lent: return fmt::format("{} lent {} {} of {}, and has {} left to lend", who_, peer_, a_, state_, b_);
      case quota_returned:
        return fmt::format("{} had {} of {} back from {}, and has {} left to lend", who_, a_, state_, peer_, b_);
      case quota_short:
        return fmt::format("{} could not get what {} needs of {}: it had {}, and lacked {}", who_, command(), state_,
                           b_, a_);
      case actor_activated: return fmt::format("{} began to serve {} (activation {})", who_, state_, a_);
      case actor_left: return fmt::format("{} stopped serving {} (activation {})", who_, state_, a_);
      case actor_given_up:
        return fmt::format("{} took {} for gone, which served {}: it had not heard of it for {}", who_, peer_, state_,
                           to_text(Duration(b_)));
      case state_requested: return fmt::format("{} asked to operate on {}", who_, state_);
      case state_entered: return fmt::format("{} began to operate on {}", who_, state_);
      case state_read:
        return fmt::format("{} decides on {} as it came back to it, up to version {}", who_, state_, a_);
      case own_events_late:
        return fmt::format("{} gave {} back before its version {} had come back", who_, state_, a_);
      case state_left: return fmt::format("{} left {}", who_, state_);
      case decision_made:
        return fmt::format("{} decided {} on version {} of {}", who_, decision_of(seen_), a_, state_);
      case state_kept: return fmt::format("{} kept a snapshot of {} at version {}", who_, state_, a_);
      case state_restored:
        return fmt::format("{} took a snapshot for {} at version {}, and {} after it", who_, state_, a_,
                           counted(b_, "event"));
      case snapshot_refused: return fmt::format("{} refused a snapshot of {}, and read all of it", who_, state_);
      default: return {};
    }
  }

  std::string of_events() const {
    using enum ObservationKind;
    switch (seen_.kind) {
      case event_appended:
        return fmt::format("{} stored {} as version {} of {} for {}", who_, event(), a_, state_, peer_);
      case append_refused:
        return fmt::format("{} refused to append to {} at version {}: {}", who_, state_, b_,
                           meaning_of(static_cast<AppendError>(a_)));
      case append_merged:
        return fmt::format("{} merged what it had decided for {} over {} of {} that it had not known, up to version {}",
                           who_, command(), counted(b_, "event"), state_, a_);
      case event_published: return fmt::format("{} published {} of {} at offset {}", who_, event(), state_, a_);
      case event_delivered: return fmt::format("{} handed {} to {}", who_, event_at(), peer_);
      case event_applied: return fmt::format("{} applied {} (position {})", who_, event_at(), b_);
      case event_ignored:
        return fmt::format("{} ignored {}: {}", who_, event_at(), meaning_of(static_cast<IgnoreReason>(b_)));
      case event_held: return fmt::format("{} held back {}: it waits for those before it", who_, event_at());
      case event_given_up: return fmt::format("{} gave {} up: {} will never have it", who_, event_at(), peer_);
      case event_parked: return fmt::format("{} set {} aside: it can't deal with it", who_, event_at());
      case event_replayed: return fmt::format("{} took {} again for its replay", who_, event());
      case event_upcast:
        return fmt::format("{} met {} of an old schema, and made {} of it", who_, event(), counted(b_, "event"));
      case delivery_throttled:
        return fmt::format("{} refused {}: {} ran already", who_, event_at(), counted(b_, "instance"));
      case reaction_answered:
        return fmt::format("{} answered {} with {}", who_, event(), counted(a_, "result"));
      default: return {};
    }
  }

  std::string of_consumers() const {
    using enum ObservationKind;
    switch (seen_.kind) {
      case consumer_joined: return fmt::format("{} joined, and takes events after offset {}", who_, a_);
      case consumer_left: return fmt::format("{} left, and takes no more events after offset {}", who_, a_);
      case checkpoint_saved: return fmt::format("{} saved its position, offset {}", who_, a_);
      case snapshot_taken: return fmt::format("{} made one snapshot of {}", who_, counted(a_, "record"));
      case replay_begun: return fmt::format("{} began to take its history again", who_);
      case replay_ended: return fmt::format("{} now has what its replay made of {}", who_, counted(b_, "event"));
      case instance_started: return fmt::format("{} started an instance: it has {}", who_, a_);
      case instance_stopped: return fmt::format("{} gave an instance up: it has {}", who_, a_);
      case view_updated:
        if (a_ == b_) return fmt::format("{} has {} of {} at {}", who_, item(seen_.process), state_, a_);
        return fmt::format("{} set {} of {} to {} (was {})", who_, item(seen_.process), state_, a_, b_);
      case query_asked: return fmt::format("{} asked {} for {}", who_, peer_, row());
      case query_answered:
        return fmt::format("{} was told by {} that {} is at {}, as of offset {}", who_, peer_, row(), a_, b_);
      case client_decided:
        return fmt::format("{} had seen {} at {}, and {}", who_, row_of(static_cast<std::uint64_t>(b_)), a_,
                           seen_.payload ? "acts on it" : "sends nothing");
      case screen_used: return fmt::format("{} went by what was shown: {} is at {}", who_, row(), a_);
      case command_withheld: return fmt::format("{} did not send {}: {} was shown", who_, command(), a_);
      case service_asked: return fmt::format("{} asked {}: {}", who_, peer_, body_of(seen_, "something"));
      case service_answered: return fmt::format("{} had done what {} asked", peer_, who_);
      case world_awaits: return fmt::format("{} had {} still to do", who_, counted(a_, "thing"));
      case world_changed:
        return fmt::format("outside, item {} of {} is at {} (was {})", seen_.message.value, state_, a_, b_);
      case world_lacked:
        return fmt::format("somebody came for {} of item {} of {}, and found {}", a_, seen_.message.value, state_, b_);
      case world_counted: return fmt::format("outside, {} was counted (count {})", state_, a_);
      case saga_started: return fmt::format("{} began to see to {}", who_, state_);
      case saga_stepped: return fmt::format("{} went on with {}: step {}", who_, state_, a_);
      case saga_ended: return fmt::format("{} was done with {}", who_, state_);
      case saga_limited:
        if (a_ == 0) return fmt::format("{} set no time limit for {}", who_, state_);
        return fmt::format("{} set a time limit of {} for {}", who_, to_text(Duration(a_)), state_);
      case saga_timed_out: return fmt::format("{} saw the time limit of {} run out", who_, state_);
      case outbox_added: return fmt::format("{} kept messages in its outbox, up to number {}", who_, a_);
      case outbox_published:
        return fmt::format("{} had all messages of its outbox received, up to number {}", who_, a_);
      case effect_performed: return fmt::format("{} performed a {} of {} for {}", who_, effect(), b_, state_);
      case effect_refused: return fmt::format("{} refused a {} of {} for {}", who_, effect(), b_, state_);
      case request_taken:
        return fmt::format("{} took on a {} for {}, and asks {} until there is an answer", who_, effect(), state_,
                           peer_);
      case request_told: return fmt::format("{} told what became of the {} for {}", who_, effect(), state_);
      default: break;  // told by another part
    }
    return fmt::format("{} said {}", who_, info(seen_.kind).name);
  }
  std::string item(ProcessId view) const { return names_.item(view, seen_.message.value); }
  /// Of a view that clients ask: they need not say of which state.
  std::string row() const { return row_of(seen_.message.value); }
  std::string row_of(std::uint64_t number) const {
    const std::string item = names_.item(seen_.peer, number);
    return seen_.stream.value == 0 ? item : item + " of " + state_;
  }
  std::string effect() const { return spoken(static_cast<EffectKind>(a_)); }

  const Observation& seen_;
  const Names& names_;
  const Wording& wording_;
  std::string who_;
  std::string peer_;
  std::string state_;
  std::int64_t a_;
  std::int64_t b_;
};

}  // namespace

std::string deed(const Observation& seen, const Names& names, const Wording& wording) {
  return Teller(seen, names, wording).words();
}

std::string narrate(const Observation& observation, const Names& names) {
  return fmt::format("{:>10}  {}", to_text(observation.at), deed(observation, names));
}

}  // namespace crisper::properties
