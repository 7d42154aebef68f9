// CommandEvents: finds the command that an event came from. An event's id is derived from its command's, so the latest
// commands on the event's stream can be tried out; nothing in the run need say it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "core/observe/observation.hpp"

namespace crisper::sim {

/// Remembers the last eight commands of each stream: 72 bytes a stream.
class CommandEvents {
 public:
  void note_command(StreamId stream, CommandId command) {
    Recent& recent = recent_[stream];
    if (std::ranges::find(recent.commands, command) != recent.commands.end()) return;
    recent.commands[recent.next++ % recent.commands.size()] = command;
  }

  /// Empty where the command was not noted, is too long ago, or has more than sixteen events.
  std::optional<CommandId> command_of(StreamId stream, EventId event) const {
    const auto found = recent_.find(stream);
    if (found == recent_.end()) return std::nullopt;
    for (const CommandId command : found->second.commands) {
      for (std::uint64_t n = 0; command.value != 0 && n < 16; ++n) {
        if (event_id_of(command, n) == event) return command;
      }
    }
    return std::nullopt;
  }

 private:
  struct Recent {
    std::array<CommandId, 8> commands{};
    std::uint32_t next = 0;
  };
  std::unordered_map<StreamId, Recent, StreamIdHash> recent_;  // lookup only
};

}  // namespace crisper::sim
