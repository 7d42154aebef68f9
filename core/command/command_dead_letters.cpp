#include "core/command/command_dead_letters.hpp"

#include <algorithm>

#include "core/command/protocol.hpp"

namespace crisper {

void CommandDeadLetters::came(const QueuedCommand& command) {
  if (is_sequenced_) waiting_of_[command.stream].push_back(command.id);
}

void CommandDeadLetters::done(const QueuedCommand& command) {
  const auto waiting = waiting_of_.find(command.stream);
  if (waiting == waiting_of_.end()) return;
  std::erase(waiting->second, command.id);
  if (waiting->second.empty()) waiting_of_.erase(waiting);
}

void CommandDeadLetters::die(const QueuedCommand& command) {
  if (is_sequenced_) closed_.insert(command.stream);
  if (!holds(dying_, command.id)) dying_.push_back(command);  // one that was queued twice can come back twice in a turn
}

void CommandDeadLetters::set_aside(CommandId id, StreamId stream) {
  dead_.insert(id);
  if (is_sequenced_ && stream.value != 0) closed_.insert(stream);
}

void CommandDeadLetters::tell(Context& context) {
  constexpr Duration pause = std::chrono::seconds(1);
  tell_again_ = dead_.empty() ? sim_never : context.monotonic() + pause;
  for (const CommandId id : dead_) {
    context.cast(command_store_,
                 Payload::of(CompleteCommand{.command = id, .status = CommandStatus::dead_lettered}));
  }
}

void CommandDeadLetters::inspect(Audit& audit) const {
  for (const CommandId id : dead_) audit.take({.kind = AuditKind::command_dead, .message = subject(id)});
}

bool CommandDeadLetters::holds(const std::vector<QueuedCommand>& commands, CommandId id) {
  return std::ranges::find(commands, id, &QueuedCommand::id) != commands.end();
}

}  // namespace crisper
