// nobody_starves: whoever waits its turn gets it: few are served before who came earlier, and nobody waits for long
// while others that came later are served.
//
// Three kinds of lines are looked at. The askers of one lock. The commands in a queue that no handler has been given
// yet: all of one priority, or, where the queue keeps a stream's commands in order, those of one stream. And, where a
// stream's commands are sessions, the streams that could go on. What comes back from a handler is no news, and may wait
// behind what is. Each area's queue has lines of its own.
#include <fmt/format.h>

#include <string>

#include "core/design/design.hpp"
#include "core/design/ownership_strategy.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/waiting_line.hpp"

namespace crisper::properties {
namespace {

constexpr std::uint64_t overtaken_most = 3;
constexpr Duration waits_most = std::chrono::minutes(1);

class NobodyStarves final : public Property {
 public:
  NobodyStarves(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    const bool partitioned = entry_of(design().ownership.strategy).keeps_out_by == KeepsOutBy::partitions;
    ordered_ = partitioned || design().command_queue.sessions;
    // Where commands are visible only after a while, nobody tells from when on their stream could go on.
    sessions_ = design().command_queue.sessions && design().command_queue.delay == Duration::zero();
  }

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::lock_requested:
        lock_of(seen).leave(seen.peer);  // who asks again has given up what it asked before
        return lock_of(seen).join(seen.peer, seen.at, id);
      // Its turn came when its session was over: the lock went back before it was told.
      case ObservationKind::lock_expired:
      case ObservationKind::lock_refused: return lock_of(seen).leave(seen.peer);
      case ObservationKind::lock_granted: return granted(seen, id);
      case ObservationKind::leader_began: return forget_all_locks();
      case ObservationKind::command_accepted: return accepted(seen);
      case ObservationKind::command_enqueued: return enqueued(seen, id);
      case ObservationKind::command_dispatched: return dispatched(seen, id);
      case ObservationKind::command_acknowledged: return acknowledged(seen, id);
      case ObservationKind::command_dead_lettered: return dead(seen);
      default: return crashed(seen.process);
    }
  }

 private:
  struct Lock {
    ProcessId service;
    StreamId stream;
    friend bool operator==(const Lock&, const Lock&) = default;
    std::uint64_t hash() const { return mix_bits(stream.value ^ mix_bits(service.value + 1)); }
  };
  /// Of a queue: a stream, or a priority.
  struct Lane {
    ProcessId queue;
    std::uint64_t value = 0;
    friend bool operator==(const Lane&, const Lane&) = default;
    std::uint64_t hash() const { return mix_bits(value ^ mix_bits(queue.value + 1)); }
  };
  struct Command {
    ProcessId queue;
    StreamId stream;
    std::uint32_t priority = 0;
    bool came = false;
    bool waits = false;  ///< no handler has been given it yet
  };
  /// Of one stream where they are sessions.
  struct Session {
    ProcessId queue;
    std::uint64_t new_here = 0;  ///< commands that no handler has been given yet
    bool known = true;           ///< false: something of it is on its way back, and when it can go on isn't told
    bool in_hands = false;
    bool is_free = false;  ///< it could go on, and waits for its turn
  };

  // ---- locks

  WaitingLine<ProcessId>& lock_of(const Observation& seen) { return locks_[Lock{seen.process, seen.stream}]; }

  void granted(const Observation& seen, ObservationId id) {
    look();
    lock_of(seen).serve(seen.peer, [&](const auto& waiter) {
      judge(waiter, seen.at, id, told_of_locks_, [&] {
        return fmt::format("{} waits for the lock on {}", names().process(waiter.who), names().stream(seen.stream));
      });
    });
  }

  /// Who waits is in the leader's memory: the next one begins without, also where it has led before.
  void forget_all_locks() {
    for (auto& [lock, line] : locks_) line.clear();
  }

  void crashed(ProcessId process) {
    for (auto& [lock, line] : locks_) {
      if (lock.service == process) line.clear();
    }
    if (!free_.find(process)) return;
    // In which order a restarted queue finds its sessions free is its own business.
    free_[process].clear();
    for (auto& [stream, session] : streams_) {
      if (session.queue == process) session = {.queue = process, .new_here = session.new_here, .known = false};
    }
  }

  // ---- commands

  Lane lane_of(const Command& command) const {
    return Lane{command.queue, ordered_ ? command.stream.value : command.priority};
  }

  void accepted(const Observation& seen) {
    if (design().command_queue.priorities.empty() || !seen.payload) return;
    const auto found = design().command_queue.priorities.find(std::string(seen.payload->type().name));
    if (found != design().command_queue.priorities.end()) commands_[seen.message].priority = found->second;
  }

  void enqueued(const Observation& seen, ObservationId id) {
    Command& command = commands_[seen.message];
    if (command.came) return;  // queued twice: enters_once tells it
    command.came = command.waits = true;
    command.queue = seen.process;
    command.stream = seen.stream;
    lanes_[lane_of(command)].join(seen.message, seen.at, id);
    if (!sessions_) return;
    Session& session = streams_[seen.stream];
    session.queue = seen.process;
    ++session.new_here;
    if (session.known && !session.in_hands) set_free(session, seen.stream, seen.at, id);
  }

  void set_free(Session& session, StreamId stream, SimTime at, ObservationId id) {
    if (!session.is_free) free_[session.queue].join(stream, at, id);
    session.is_free = true;
  }

  void dispatched(const Observation& seen, ObservationId id) {
    Command* command = commands_.find(seen.message);
    if (!command || !command->came) return;
    look();
    if (command->waits) {
      command->waits = false;
      if (sessions_ && streams_[command->stream].new_here > 0) --streams_[command->stream].new_here;
      lanes_[lane_of(*command)].serve(seen.message, [&](const auto& waiter) {
        judge(waiter, seen.at, id, told_of_commands_, [&] {
          return fmt::format("the command {:x} for {} waits in the queue", waiter.who.value,
                             names().stream(commands_.find(waiter.who)->stream));
        });
      });
    }
    if (!ordered_) look_below(lane_of(*command), seen.at, id);
    if (!sessions_) return;
    Session& session = streams_[command->stream];
    if (session.is_free) {
      session.is_free = false;
      free_[session.queue].serve(command->stream, [&](const auto& waiter) {
        judge(waiter, seen.at, id, told_of_streams_, [&] {
          return fmt::format("{} could go on, and waits in the queue", names().stream(waiter.who));
        });
      });
    }
    session.in_hands = true;
    session.known = false;
  }

  /// That what is more urgent goes first, is meant; that nothing else goes for long, isn't.
  void look_below(Lane served, SimTime at, ObservationId id) {
    for (const auto& [lane, line] : lanes_) {
      const auto* waiter = line.first();
      if (lane.queue != served.queue || lane.value >= served.value) continue;
      if (!waiter || told_of_commands_ || at - waiter->since <= waits_most) continue;
      told_of_commands_ = true;
      violate(at, {waiter->said, id}, [&, of = lane.value] {
        return fmt::format("the command {:x} for {} waits in the queue since {}, while what is more urgent goes before "
                           "its priority of {}",
                           waiter->who.value, names().stream(commands_.find(waiter->who)->stream),
                           to_text(waiter->since), of);
      });
    }
  }

  void acknowledged(const Observation& seen, ObservationId id) {
    const Command* command = sessions_ ? commands_.find(seen.message) : nullptr;
    if (!command) return;
    Session& session = streams_[command->stream];
    session.in_hands = false;
    session.known = true;
    if (session.new_here > 0) set_free(session, command->stream, seen.at, id);
  }

  void dead(const Observation& seen) {
    Command* command = commands_.find(seen.message);
    if (!command || !command->came) return;
    if (command->waits) lanes_[lane_of(*command)].leave(seen.message);
    command->waits = false;
    if (!sessions_) return;
    // What of its stream follows it, and when, is up to the design.
    Session& session = streams_[command->stream];
    if (session.is_free) free_[session.queue].leave(command->stream);
    session.is_free = false;
    session.new_here = 0;
    session.known = false;
  }

  // ----

  template <class Waiter, class Words>
  void judge(const Waiter& waiter, SimTime at, ObservationId served, bool& told, Words&& words) {
    const bool too_often = waiter.overtaken > overtaken_most;
    const bool too_long = at - waiter.since > waits_most;
    if (told || (!too_often && !too_long)) return;
    told = true;  // where one starves, many do
    violate(at, {waiter.said, served}, [&] {
      return fmt::format("{} since {}, and {} that came later had their turn before it", words(),
                         to_text(waiter.since), waiter.overtaken);
    });
  }

  bool ordered_ = false;  ///< a stream's commands keep their order
  bool sessions_ = false;
  bool told_of_locks_ = false, told_of_commands_ = false, told_of_streams_ = false;
  OrderedTable<Lock, WaitingLine<ProcessId>> locks_;
  OrderedTable<MessageId, Command> commands_;
  OrderedTable<Lane, WaitingLine<MessageId>> lanes_;
  OrderedTable<StreamId, Session> streams_;
  OrderedTable<ProcessId, WaitingLine<StreamId>> free_;  ///< by queue
};

}  // namespace

PropertyEntry entries::nobody_starves() {
  using enum ObservationKind;
  return entry<NobodyStarves>({.name = "nobody_starves",
                               .meaning = "nobody is overtaken again and again, nor waits for long while others go",
                               .tells_why_open = true,
                               .wants = {lock_requested, lock_granted, lock_refused, lock_expired, leader_began,
                                         command_accepted, command_enqueued, command_dispatched, command_acknowledged,
                                         command_dead_lettered, process_crashed}});
}

}  // namespace crisper::properties
