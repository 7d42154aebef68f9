// What a command queue writes to its journal, and how it is made short again.
#pragma once

#include <span>
#include <vector>

#include "core/command/protocol.hpp"

namespace crisper {

/// These have come, and with them all of that relay's outbox through this place.
struct CommandsCame {
  CRISPER_BODY(CommandsCame);
  ProcessId relay;
  std::int64_t through = 0;
  std::vector<Payload> commands;
  static constexpr auto fields =
      field_list(field("relay", &CommandsCame::relay), field("through", &CommandsCame::through),
                 field("commands", &CommandsCame::commands));
};

/// This command has left the queue for good.
struct CommandGone {
  CRISPER_BODY(CommandGone);
  CommandId command;
  static constexpr auto fields = field_list(field("command", &CommandGone::command));
};

/// This command is set aside; its outcome is still to be told.
struct CommandDead {
  CRISPER_BODY(CommandDead);
  CommandId command;
  StreamId stream;
  static constexpr auto fields =
      field_list(field("command", &CommandDead::command), field("stream", &CommandDead::stream));
};

/// These have come lately, and streams that are closed: what a rewritten journal must not forget.
struct QueueMemory {
  CRISPER_BODY(QueueMemory);
  std::vector<CommandId> came;
  std::vector<StreamId> closed;
  static constexpr auto fields =
      field_list(field("came", &QueueMemory::came), field("closed", &QueueMemory::closed));
};

/// One record with those commands of the journal that are still in the queue, in the order of their coming.
template <class StillHere>
Payload commands_left(std::span<const Payload> records, StillHere&& still_here) {
  CommandsCame left{.relay = {}, .through = 0, .commands = {}};
  for (const Payload& record : records) {
    const auto* came = record.as<CommandsCame>();
    if (!came) continue;
    for (const Payload& command : came->commands) {
      if (still_here(command.as<SubmitCommand>()->command)) left.commands.push_back(command);
    }
  }
  return Payload::of(std::move(left));
}

}  // namespace crisper
