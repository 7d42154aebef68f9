// SessionCommands: a stream's commands are a session. One of them is in a handler's hands at a time, and they keep the
// order in which they came.
#pragma once

#include <deque>
#include <map>

#include "core/command/visible_commands.hpp"

namespace crisper {

/// Any session to any handler, in the order in which they became free. What comes back goes to the head of its session.
class SessionCommands final : public VisibleCommands {
 public:
  std::size_t size() const override { return size_; }
  bool has_some() const override { return !free_.empty(); }
  void add(QueuedCommand command) override {
    Session& session = sessions_[command.stream];
    session.commands.push_back(command);
    ++size_;
    offer(command.stream, session);
  }
  void put_back(QueuedCommand command) override {
    Session& session = sessions_[command.stream];
    session.commands.push_front(command);
    session.taken = false;
    ++size_;
    offer(command.stream, session);
  }
  std::optional<GivenCommand> take(std::uint32_t) override {
    if (free_.empty()) return std::nullopt;
    Session& session = sessions_[free_.front()];
    free_.pop_front();
    const QueuedCommand command = session.commands.front();
    session.commands.pop_front();
    session.offered = false;
    session.taken = true;
    --size_;
    return GivenCommand{.command = command};
  }
  /// A command that comes back later, after a pause, keeps its session waiting.
  void over(Context&, QueuedCommand command, bool finished) override {
    Session& session = sessions_[command.stream];
    session.taken = !finished;
    if (finished) offer(command.stream, session);
  }

 private:
  struct Session {
    std::deque<QueuedCommand> commands;
    bool taken = false;    ///< one of its commands is with a handler, or on its way back
    bool offered = false;  ///< it is among the free
  };
  void offer(StreamId stream, Session& session) {
    if (!session.commands.empty() && !session.taken && !session.offered) {
      session.offered = true;
      free_.push_back(stream);
    }
    if (session.commands.empty() && !session.taken) sessions_.erase(stream);
  }

  std::map<StreamId, Session> sessions_;
  std::deque<StreamId> free_;  ///< sessions with commands, none of which is taken
  std::size_t size_ = 0;
};

}  // namespace crisper
