// command_answered_once: each accepted command comes to one end, and its client hears of one end. Who asks anew after a
// crash is told anew, and the same.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/words.hpp"

namespace crisper::properties {
namespace {

class CommandAnsweredOnce final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::command_submitted) return submitted(seen);
    Command& command = commands_[seen.message];
    if (seen.stream.value != 0) command.stream = seen.stream;
    switch (seen.kind) {
      case ObservationKind::command_accepted: return accepted(command, seen, id);
      case ObservationKind::command_handled: return handled(command, seen, id);
      case ObservationKind::command_dead_lettered: return dead_lettered(command, id);
      case ObservationKind::command_completed: return completed(command, seen, id);
      case ObservationKind::command_answered: return answered(command, seen, id);
      default: return;
    }
  }

 private:
  struct Command {
    StreamId stream;
    SimTime accepted_at{};
    ObservationId accepted;
    ObservationId stored;  ///< handled, with events
    ObservationId dead;
    ObservationId completed;
    ObservationId answered;
    bool asked_anew = false;  ///< after it was answered
    CommandStatus outcome = CommandStatus::accepted;
    CommandStatus told = CommandStatus::accepted;
  };

  std::string call(const Command& command, MessageId id) const {
    return fmt::format("the command {:x} for {}", id.value, names().stream(command.stream));
  }

  void submitted(const Observation& seen) {
    Command* known = commands_.find(seen.message);
    if (known && seen.a == 1) known->asked_anew = known->answered.value != 0;
  }

  void accepted(Command& command, const Observation& seen, ObservationId id) {
    if (command.accepted.value != 0) return;
    look();
    command.accepted = id;
    command.accepted_at = seen.at;
  }

  void handled(Command& command, const Observation& seen, ObservationId id) {
    if (seen.a == 0) return;  // deciding again that nothing need be done harms nobody
    if (command.stored.value != 0) {
      violate(seen.at, {command.stored, id}, [&] {
        return fmt::format("{} was handled twice: its events are stored twice", call(command, seen.message));
      });
    }
    command.stored = id;
    check_stored_and_outcome(command, seen);
  }

  void dead_lettered(Command& command, ObservationId id) { command.dead = id; }

  void completed(Command& command, const Observation& seen, ObservationId id) {
    const auto status = static_cast<CommandStatus>(seen.a);
    if (command.completed.value != 0) {
      violate(seen.at, {command.completed, id}, [&] {
        return fmt::format("{} ended twice: {}, then {}", call(command, seen.message), spoken(command.outcome),
                           spoken(status));
      });
    }
    command.completed = id;
    command.outcome = status;
    check_stored_and_outcome(command, seen);
    check_told_and_outcome(command, seen);
  }

  void answered(Command& command, const Observation& seen, ObservationId id) {
    const auto status = static_cast<CommandStatus>(seen.a);
    const bool is_the_same_again = command.asked_anew && command.told == status;
    command.asked_anew = false;
    if (command.answered.value != 0 && !is_the_same_again) {
      violate(seen.at, {command.answered, id}, [&] {
        return fmt::format("the client of {} was answered twice: {}, then {}", call(command, seen.message),
                           spoken(command.told), spoken(status));
      });
    }
    command.answered = id;
    command.told = status;
    // Who was told "accepted" may rely on it, whether or not the store ever said so itself.
    if (command.accepted.value == 0) accepted(command, seen, id);
    check_told_and_outcome(command, seen);
  }

  void check_stored_and_outcome(const Command& command, const Observation& seen) {
    const bool ended = command.completed.value != 0;
    if (command.stored.value == 0 || !ended || command.outcome == CommandStatus::handled) return;
    violate(seen.at, {command.stored, command.completed}, [&] {
      return fmt::format("the events of {} are stored, yet it ended as {}", call(command, seen.message),
                         spoken(command.outcome));
    });
  }

  void check_told_and_outcome(const Command& command, const Observation& seen) {
    const bool told = command.answered.value != 0 && command.told != CommandStatus::accepted;
    if (!told || command.completed.value == 0 || command.told == command.outcome) return;
    violate(seen.at, {command.answered, command.completed}, [&] {
      return fmt::format("the client of {} was told {}, but it ended as {}", call(command, seen.message),
                         spoken(command.told), spoken(command.outcome));
    });
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    for (const auto& [id, command] : commands_) {  // in the order in which they came: the oldest first
      if (command.accepted.value == 0 || command.completed.value != 0 || command.dead.value != 0) continue;
      violate(command.accepted_at, {command.accepted, command.stored}, [&, &name = id, &open = command] {
        return fmt::format("{}, accepted at {}, {}{}", call(open, name), to_text(open.accepted_at),
                           end.quiet ? "never came to an end" : "was still open after the drain",
                           open.stored.value != 0 ? ", though its events are stored" : "");
      });
    }
  }

  OrderedTable<MessageId, Command> commands_;
};

}  // namespace

PropertyEntry entries::command_answered_once() {
  return entry<CommandAnsweredOnce>({.name = "command_answered_once",
                                     .meaning = "each accepted command comes to one end, and its client hears of one",
                                     .tells_that_open = true,
                                     .wants = {ObservationKind::command_submitted, ObservationKind::command_accepted,
                                               ObservationKind::command_handled, ObservationKind::command_dead_lettered,
                                               ObservationKind::command_completed, ObservationKind::command_answered}});
}

}  // namespace crisper::properties
