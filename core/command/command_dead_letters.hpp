// CommandDeadLetters: the commands that a queue has set aside, until the command store has noted what became of them;
// and, where dead letters are sequenced, what of a stream follows one of them.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/command/command_queue_design.hpp"
#include "core/command/visible_commands.hpp"
#include "core/observe/audit.hpp"

namespace crisper {

/// Part of a command queue, which writes down what must be durable of it.
class CommandDeadLetters {
 public:
  /// `command_store` is told of them.
  CommandDeadLetters(DeadLetters kind, ProcessId command_store)
      : is_sequenced_(kind == DeadLetters::sequenced), command_store_(command_store) {}

  /// Sequenced: nothing more of this stream is carried out.
  bool is_closed(StreamId stream) const { return closed_.contains(stream); }
  /// It is in the queue from now on.
  void came(const QueuedCommand& command);
  /// It has been carried out.
  void done(const QueuedCommand& command);

  /// It is to be set aside before the turn ends; what follows it in its stream may be given out before that.
  void die(const QueuedCommand& command);
  bool has_dying() const { return !dying_.empty(); }
  /// What is to be set aside now: what dies, and what follows it. `is_out(id)`: a handler has it; then it is done, or
  /// comes back and follows.
  template <class IsOut>
  std::vector<QueuedCommand> take_dying(IsOut&& is_out) {
    std::vector<QueuedCommand> dying = std::exchange(dying_, {});
    for (std::size_t i = 0; is_sequenced_ && i < dying.size(); ++i) {
      const StreamId stream = dying[i].stream;
      closed_.insert(stream);
      const auto waiting = waiting_of_.find(stream);
      if (waiting == waiting_of_.end()) continue;
      std::vector<CommandId> out;
      for (const CommandId id : waiting->second) {
        if (is_out(id)) {
          out.push_back(id);
        } else if (!holds(dying, id)) {
          dying.push_back({.id = id, .stream = stream});
        }
      }
      waiting->second = std::move(out);
    }
    return dying;
  }
  /// It is set aside, durably. `stream`: zero where a rewritten journal says elsewhere which streams are closed.
  void set_aside(CommandId id, StreamId stream);

  /// Says what there is to the command store, again after a pause.
  void tell(Context& context);
  /// When to tell again; sim_never where there was nothing to tell.
  SimTime tell_again() const { return tell_again_; }
  /// The command store knows. True where that is news.
  bool noted(CommandId id) { return dead_.erase(id) > 0; }

  const std::set<CommandId>& untold() const { return dead_; }
  const std::set<StreamId>& closed() const { return closed_; }
  /// A rewritten journal has kept it.
  void close(StreamId stream) { closed_.insert(stream); }
  void inspect(Audit& audit) const;

 private:
  static bool holds(const std::vector<QueuedCommand>& commands, CommandId id);

  bool is_sequenced_;
  ProcessId command_store_;
  std::vector<QueuedCommand> dying_;
  std::set<CommandId> dead_;                               ///< the command store has not noted their outcome yet
  std::set<StreamId> closed_;                              ///< sequenced: behind one of theirs
  std::map<StreamId, std::vector<CommandId>> waiting_of_;  ///< sequenced: what is here, in the order of coming
  SimTime tell_again_ = sim_never;
};

}  // namespace crisper
