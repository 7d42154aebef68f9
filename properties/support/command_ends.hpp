// CommandEnds: when commands were accepted and when they first came to an end, whatever is said of them again later.
#pragma once

#include "core/observe/observation.hpp"
#include "properties/support/kind_set.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

/// A command ends when a handler has decided it, when a handler finds it decided, when the command store has learned
/// its outcome, or when the queue gives up on it: the first of these. A handler that crashes right after storing says
/// nothing, so none of them alone would do.
class CommandEnds {
 public:
  struct Command {
    StreamId stream{};
    SimTime accepted = sim_never;
    SimTime ended = sim_never;
    bool decided = false;  ///< handled or rejected, and not given up on
  };

  static KindSet kinds() {
    using enum ObservationKind;
    return {command_accepted, command_handled,   command_rejected,
            command_repeated, command_completed, command_dead_lettered};
  }

  /// The command that is accepted or comes to its end by this, for the first time; null where it says nothing new.
  /// Lives until the next new command.
  const Command* note(const Observation& seen) {
    Command& command = commands_[seen.message];
    if (seen.kind == ObservationKind::command_accepted) {
      if (command.accepted != sim_never) return nullptr;
      command.accepted = seen.at;
      command.stream = seen.stream;
      return &command;
    }
    if (command.ended != sim_never) return nullptr;
    command.ended = seen.at;
    command.decided = !gave_up(seen);
    return &command;
  }

  /// In the order in which they were first heard of.
  auto begin() const { return commands_.begin(); }
  auto end() const { return commands_.end(); }

 private:
  static bool gave_up(const Observation& seen) {
    return seen.kind == ObservationKind::command_dead_lettered ||
           (seen.kind == ObservationKind::command_completed &&
            seen.a == static_cast<std::int64_t>(CommandStatus::dead_lettered));
  }

  OrderedTable<MessageId, Command> commands_;
};

}  // namespace crisper::properties
