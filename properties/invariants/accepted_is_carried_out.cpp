// accepted_is_carried_out: a command that was accepted is carried out, or decided against; none ends as a dead letter
// unless the scenario expects it, nor any that was delivered less often than the design says. What its client was told
// is what the command store and the event store have.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "core/design/design.hpp"
#include "core/ownership/inbox/reliable_inbox.hpp"
#include "core/store/event_store.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/words.hpp"

namespace crisper::properties {
namespace {

class AcceptedIsCarriedOut final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::event_appended) {
      appended_[seen.message] = true;
      event_store_ = seen.process;
      return;
    }
    Command& command = commands_[seen.message];
    if (seen.stream.value != 0) command.stream = seen.stream;
    switch (seen.kind) {
      case ObservationKind::command_accepted: accepted(command, seen, id); break;
      case ObservationKind::command_answered:
        if (command.accepted.value == 0) accepted(command, seen, id);
        command.answered = id;
        command.told = static_cast<CommandStatus>(seen.a);
        break;
      case ObservationKind::command_handled:
        command.handled = id;
        command.events = std::max(command.events, seen.a);
        break;
      case ObservationKind::command_dead_lettered:
        command.dead = id;
        command.dead_at = seen.at;
        command.deliveries = seen.a;
        break;
      case ObservationKind::command_completed:
        command.completed = id;
        command.outcome = static_cast<CommandStatus>(seen.a);
        break;
      default: break;
    }
  }

  void audit(const AuditEntry& there) override {
    switch (there.kind) {
      case AuditKind::command_known: {
        Command& command = commands_[there.message];
        command.known = true;
        command.kept = static_cast<CommandStatus>(there.a);
        return;
      }
      case AuditKind::event_stored: {
        if (there.stream.category() == inbox_category) return;  // how a command was taken in, and not what it did
        Command* command = commands_.find(subject(there.payload.as<RecordedEvent>()->command));
        if (command) ++command->stored;
        return;
      }
      case AuditKind::process_down:
      case AuditKind::unread: silent_[there.process] = true; return;
      default: return;
    }
  }

 private:
  struct Command {
    StreamId stream;
    SimTime accepted_at{};
    SimTime dead_at{};
    ObservationId accepted;
    ProcessId accepted_by{};
    ObservationId answered;
    ObservationId handled;
    ObservationId dead;
    ObservationId completed;
    CommandStatus told = CommandStatus::accepted;
    CommandStatus outcome = CommandStatus::accepted;
    CommandStatus kept = CommandStatus::accepted;
    std::int64_t deliveries = 0;
    std::int64_t events = 0;  ///< that its handler said it had stored
    std::int64_t stored = 0;  ///< that are there
    bool known = false;       ///< to the command store, at the end
  };

  static void accepted(Command& command, const Observation& seen, ObservationId id) {
    if (seen.kind == ObservationKind::command_accepted) command.accepted_by = seen.process;
    if (command.accepted.value != 0) return;
    command.accepted = id;
    command.accepted_at = seen.at;
  }

  std::string call(const Command& command, MessageId id) const {
    return fmt::format("the command {:x} for {}", id.value, names().stream(command.stream));
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    for (const auto& [id, command] : commands_) {
      if (command.accepted.value == 0) continue;
      look();
      check_dead_letter(id, command, end);
      if (!end.audited) continue;
      check_word(id, command);
      check_events(id, command);
    }
  }

  /// The first outcome that the command store has learned stands: the queue may set a command aside that is done.
  void check_dead_letter(MessageId id, const Command& command, const RunEnd& end) {
    const bool ended = command.completed.value != 0;
    const bool given_up = ended ? command.outcome == CommandStatus::dead_lettered : command.dead.value != 0;
    if (!given_up) return;
    ++dead_letters_;
    if (command.dead.value != 0 && is_too_early(command)) {
      violate(command.dead_at, {command.accepted, command.dead}, [&] {
        return fmt::format("{} was set aside after {}, and the queue is to make {}", call(command, id),
                           deliveries(command), design().command_queue.dead_letter_after);
      });
      return;
    }
    if (end.dead_letters_expected) return;
    violate(command.dead.value != 0 ? command.dead_at : end.at, {command.accepted, command.dead, command.completed},
            [&] {
              return fmt::format("{}, accepted at {}, was never carried out: it is a dead letter after {}",
                                 call(command, id), to_text(command.accepted_at), deliveries(command));
            });
  }

  static std::string deliveries(const Command& command) {
    return counted(command.deliveries, "delivery", "deliveries");
  }

  /// What follows another dead letter of its stream goes whenever that one does.
  bool is_too_early(const Command& command) const {
    const CommandQueueDesign& queue = design().command_queue;
    return queue.dead_letters == DeadLetters::plain && command.deliveries < queue.dead_letter_after;
  }

  void check_word(MessageId id, const Command& command) {
    if (command.accepted_by.value == 0 || silent_.find(command.accepted_by)) return;
    if (!command.known) {
      violate(command.accepted_at, {command.accepted, command.answered}, [&] {
        return fmt::format("{} was accepted at {}, and {} knows nothing of it", call(command, id),
                           to_text(command.accepted_at), names().process(command.accepted_by));
      });
      return;
    }
    const bool told_its_end = command.answered.value != 0 && command.told != CommandStatus::accepted;
    if (!told_its_end || command.told == command.kept) return;
    violate(command.accepted_at, {command.accepted, command.answered}, [&] {
      return fmt::format("the client of {} was told {}, and {} has it as {}", call(command, id),
                         spoken(command.told), names().process(command.accepted_by), spoken(command.kept));
    });
  }

  /// Events that the store said it had, and has lost, are acknowledged_is_durable's business.
  void check_events(MessageId id, const Command& command) {
    const bool said_done = command.told == CommandStatus::handled || command.outcome == CommandStatus::handled;
    if (!said_done || command.stored >= command.events || silent_.find(event_store_)) return;
    std::int64_t once_stored = 0;
    for (std::int64_t n = 0; n < command.events; ++n) {
      const EventId event = event_id_of(CommandId{id.value}, static_cast<std::uint64_t>(n));
      if (appended_.find(subject(event))) ++once_stored;
    }
    if (once_stored >= command.events) return;
    violate(command.accepted_at, {command.accepted, command.handled, command.answered}, [&] {
      return fmt::format("{} is said to be handled with {}, of which the store has {}", call(command, id),
                         counted(command.events, "event"), command.stored);
    });
  }

  std::vector<Note> notes() const override { return {{"dead letters", dead_letters_}}; }

  OrderedTable<MessageId, Command> commands_;
  OrderedTable<MessageId, bool> appended_;  ///< events that the store said it had
  OrderedTable<ProcessId, bool> silent_;
  ProcessId event_store_{};
  std::uint64_t dead_letters_ = 0;
};

}  // namespace

PropertyEntry entries::accepted_is_carried_out() {
  return entry<AcceptedIsCarriedOut>(
      {.name = "accepted_is_carried_out",
       .meaning = "no accepted command ends as a dead letter, and what its client was told is what is there",
       .tells_why_open = true,
       .wants = {ObservationKind::command_accepted, ObservationKind::command_answered,
                 ObservationKind::command_handled, ObservationKind::command_dead_lettered,
                 ObservationKind::command_completed, ObservationKind::event_appended},
       .audits = {AuditKind::command_known, AuditKind::event_stored, AuditKind::process_down, AuditKind::unread}});
}

}  // namespace crisper::properties
