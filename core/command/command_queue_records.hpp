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
  CRISPER_FIELDS(relay, through, commands)
};

/// This command has left the queue for good.
struct CommandGone {
  CRISPER_BODY(CommandGone);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// This command is set aside; its outcome is still to be told.
struct CommandDead {
  CRISPER_BODY(CommandDead);
  CommandId command;
  StreamId stream;
  CRISPER_FIELDS(command, stream)
};

/// These have come lately, and streams that are closed: what a rewritten journal must not forget.
struct QueueMemory {
  CRISPER_BODY(QueueMemory);
  std::vector<CommandId> came;
  std::vector<StreamId> closed;
  CRISPER_FIELDS(came, closed)
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
