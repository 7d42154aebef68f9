#include "properties/evidence/narrate.hpp"

#include <fmt/format.h>

#include "core/store/event_store_process.hpp"
#include "properties/support/words.hpp"

namespace crisper::properties {
namespace {

std::string body_of(const Observation& seen) {
  if (!seen.payload) return "an event";
  std::string text;
  seen.payload->describe_into(text);
  return text;
}

}  // namespace

std::string deed(const Observation& seen, const Names& names) {
  using enum ObservationKind;
  const std::string who = names.process(seen.process);
  const std::string state = names.stream(seen.stream);
  const auto peer = [&] { return names.process(seen.peer); };
  const auto command = [&] { return fmt::format("command {:x}", seen.message.value); };
  const auto status = [&] { return in_words(static_cast<CommandStatus>(seen.a)); };
  const auto effect = [&] { return in_words(static_cast<EffectKind>(seen.a)); };
  switch (seen.kind) {
    case process_started: return fmt::format("{} started (incarnation {})", who, seen.a);
    case process_crashed: return fmt::format("{} crashed and lost {} unsynced records", who, seen.b);
    case process_paused: return fmt::format("{} paused for {}", who, to_text(Duration(seen.a)));
    case process_resumed: return fmt::format("{} went on", who);
    case command_submitted: return fmt::format("{} sent {} for {} (attempt {})", who, command(), state, seen.a);
    case command_accepted: return fmt::format("{} accepted {} for {}", who, command(), state);
    case command_dispatched: return fmt::format("{} gave {} to {} (delivery {})", who, command(), peer(), seen.a);
    case command_handled: return fmt::format("{} handled {} for {}: {} events", who, command(), state, seen.a);
    case command_rejected: return fmt::format("{} rejected {} for {}", who, command(), state);
    case command_dead_lettered: return fmt::format("{} gave up on {} after {} deliveries", who, command(), seen.a);
    case command_completed: return fmt::format("{} learned that {} ended as {}", who, command(), status());
    case command_answered: return fmt::format("{} was told that {} is {}", who, command(), status());
    case memory_exhausted:
      return fmt::format("{} took more memory than it may: {} messages waited, {} processes were its own", who, seen.a,
                         seen.b);
    case handler_joined: return fmt::format("{} went on duty", who);
    case handler_left: return fmt::format("{} went off duty", who);
    case lock_requested: return fmt::format("{} was asked for the lock on {} by {}", who, state, peer());
    case lock_granted: return fmt::format("{} gave the lock on {} to {} (token {})", who, state, peer(), seen.a);
    case lock_released: return fmt::format("{} had the lock on {} back from {}", who, state, peer());
    case lock_expired: return fmt::format("{} took the lock on {} from {}: the lease ran out", who, state, peer());
    case state_requested: return fmt::format("{} asked to operate on {}", who, state);
    case state_entered: return fmt::format("{} began to operate on {}", who, state);
    case state_read: return fmt::format("{} decides on {} as it came back to it, up to version {}", who, state, seen.a);
    case own_events_late: return fmt::format("{} gave {} back before its version {} had come back", who, state, seen.a);
    case state_left: return fmt::format("{} left {}", who, state);
    case turn_begun:
      if (const auto* read = body_as<ReadStream>(seen.payload)) {
        return fmt::format("{} read {} at {}", peer(), names.stream(read->stream), who);
      }
      return fmt::format("{} began to handle {} from {}", who, body_of(seen), peer());
    case event_appended:
      return fmt::format("{} stored {} as version {} of {} for {}", who, body_of(seen), seen.a, state, peer());
    case event_published: return fmt::format("{} published {} of {} at offset {}", who, body_of(seen), state, seen.a);
    case event_applied: return fmt::format("{} applied offset {} (position {})", who, seen.a, seen.b);
    case event_ignored:
      return fmt::format("{} ignored offset {}: {}", who, seen.a, in_words(static_cast<IgnoreReason>(seen.b)));
    case event_held: return fmt::format("{} held back offset {}: it waits for those before it", who, seen.a);
    case message_dropped: return fmt::format("a message from {} to {} was dropped", who, peer());
    case call_timed_out: return fmt::format("{} gave up waiting for an answer", who);
    case view_updated:
      if (seen.a == seen.b) return fmt::format("{} has item {} of {} at {}", who, seen.message.value, state, seen.a);
      return fmt::format("{} set item {} of {} to {} (was {})", who, seen.message.value, state, seen.a, seen.b);
    case effect_performed: return fmt::format("{} performed a {} of {} for {}", who, effect(), seen.b, state);
    case effect_refused: return fmt::format("{} refused a {} of {} for {}", who, effect(), seen.b, state);
    default: break;
  }
  const ObservationKindInfo& kind = info(seen.kind);
  std::string text = fmt::format("{}: {}", who, kind.name);
  if (seen.stream.value != 0) text += " " + state;
  if (!kind.a.empty()) text += fmt::format(", {} {}", kind.a, seen.a);
  if (!kind.b.empty()) text += fmt::format(", {} {}", kind.b, seen.b);
  return text;
}

std::string narrate(const Observation& observation, const Names& names) {
  return fmt::format("{:>10}  {}", to_text(observation.at), deed(observation, names));
}

}  // namespace crisper::properties
