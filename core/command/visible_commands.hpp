// VisibleCommands: the commands that no handler has, and which handler may be given which of them.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "core/message/payload.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct QueuedCommand {
  CommandId id;
  StreamId stream;
  std::uint32_t priority = 0;  ///< the higher goes first, where the queue looks at it
};

/// A command on its way to a handler.
struct GivenCommand {
  QueuedCommand command;
  FencingToken assignment{};  ///< as DispatchedCommand::assignment
};

/// Part of a command queue; volatile but for what it writes to the queue's journal.
class VisibleCommands {
 public:
  virtual ~VisibleCommands() = default;

  virtual std::size_t size() const = 0;
  /// False: nobody would be given anything.
  virtual bool has_some() const = 0;
  /// It has come: behind all others that it must not overtake.
  virtual void add(QueuedCommand command) = 0;
  /// It is visible again, after over().
  virtual void put_back(QueuedCommand command) = 0;
  /// Takes one that a handler of this group may have; nobody else is given what would disturb it until over().
  virtual std::optional<GivenCommand> take(std::uint32_t group) = 0;
  /// A delivery has ended. Unfinished: its handler may still be at work.
  virtual void over(Context&, QueuedCommand, bool /*finished*/) {}

  /// A handler of this group has asked for work.
  virtual void heard(Context&, ProcessId /*handler*/, std::uint32_t /*group*/) {}
  /// A handler of this group asks no more.
  virtual void left(Context&, ProcessId /*handler*/, std::uint32_t /*group*/) {}
  /// Returns what was taken by handlers that are no longer entitled to it: over() and put_back() are up to the caller.
  virtual std::vector<QueuedCommand> expire(Context&) { return {}; }
  virtual SimTime next_expiry(const Context&) const { return sim_never; }

  /// True: nothing may be taken or heard before prepare() has returned.
  virtual bool needs_preparation() const { return false; }
  virtual Task<> prepare(Context&) { co_return; }
  /// A record of the queue's journal, after a restart.
  virtual void recover(const Payload&) {}
  /// What a rewritten journal must keep for it.
  virtual void keep(std::vector<Payload>&) const {}
};

/// Any command to any handler: the highest priority first, and within it in the order of coming.
class SharedCommands final : public VisibleCommands {
 public:
  std::size_t size() const override { return size_; }
  bool has_some() const override { return size_ > 0; }
  void add(QueuedCommand command) override {
    commands_[command.priority].push_back(command);
    ++size_;
  }
  void put_back(QueuedCommand command) override { add(command); }
  std::optional<GivenCommand> take(std::uint32_t) override {
    if (size_ == 0) return std::nullopt;
    const auto highest = commands_.begin();
    const QueuedCommand command = highest->second.front();
    highest->second.pop_front();
    if (highest->second.empty()) commands_.erase(highest);
    --size_;
    return GivenCommand{.command = command};
  }

 private:
  std::map<std::uint32_t, std::deque<QueuedCommand>, std::greater<>> commands_;
  std::size_t size_ = 0;
};

}  // namespace crisper
