// not_saturated: the commands that wait don't become more and more.
//
// Time is looked at in stretches. Where the queue grows in several of them in a row, somebody has too much to do, and
// the reason says who. A process is busy while it is inside a turn, a state or work, whatever it waits for in there: it
// serves nobody else meanwhile. One that takes several messages at once is never full that way, and clients are not
// part of the design. A handler is taken up while it has a command in its hands: it takes no other, though it may wait.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class NotSaturated final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    while (seen.at >= stretch_ends_) close_stretch(id);
    switch (seen.kind) {
      case ObservationKind::command_enqueued: waiting_ = seen.a; return;
      case ObservationKind::command_dispatched: waiting_ = seen.b; return take_up(seen);
      case ObservationKind::command_acknowledged:
      case ObservationKind::command_retried:
      case ObservationKind::command_expired: return let_go(seen);
      case ObservationKind::turn_begun: return enter(of(seen.process), seen.at, true);
      case ObservationKind::state_entered:
      case ObservationKind::work_begun: return enter(of(seen.process), seen.at, false);
      case ObservationKind::turn_ended:
      case ObservationKind::state_left:
      case ObservationKind::work_ended: return leave(of(seen.process), seen.kind, seen.at);
      case ObservationKind::process_crashed:
      case ObservationKind::process_ended: {
        Process& process = of(seen.process);
        if (process.turns + process.states > 0) process.busy += seen.at - process.since;
        process.turns = process.states = 0;
        process.full_since = sim_never;
        if (Handler* handler = handlers_.find(seen.process)) handler->stop(seen.at);
        return;
      }
      default: of(seen.process).exempt = true;  // only clients submit, ask, and have a workload that ends
    }
  }

 private:
  static constexpr Duration stretch = std::chrono::seconds(2);
  static constexpr std::int64_t full_percent = 95;
  static constexpr std::int64_t growth_least = 10;  ///< commands in a stretch: less is chance
  static constexpr int stretches_least = 2;         ///< in a row

  struct Process {
    bool exempt = false;
    bool told = false;
    std::uint32_t turns = 0;
    std::uint32_t states = 0;  ///< and work in a first turn
    SimTime since{};  ///< when it became busy, or the stretch began
    Duration busy{};  ///< in this stretch, without what is under way
    int full = 0;     ///< stretches in a row
    SimTime full_since = sim_never;
    std::int64_t waited_then = 0;
  };

  /// Somebody who is given commands.
  struct Handler {
    std::uint32_t in_hands = 0;
    SimTime since{};
    Duration taken_up{};  ///< in this stretch, without what is under way

    void begin(SimTime at) {
      if (in_hands++ == 0) since = at;
    }
    void end(SimTime at) {
      if (in_hands > 0 && --in_hands == 0) taken_up += at - since;
    }
    void stop(SimTime at) {
      if (in_hands > 0) taken_up += at - since;
      in_hands = 0;
    }
  };

  void take_up(const Observation& seen) {
    let_go(seen);
    given_to_[seen.message] = seen.peer;
    handlers_[seen.peer].begin(seen.at);
  }
  void let_go(const Observation& seen) {
    ProcessId* to = given_to_.find(seen.message);
    if (!to || to->value == 0) return;
    if (Handler* handler = handlers_.find(*to)) handler->end(seen.at);
    *to = {};
  }

  Process& of(ProcessId process) {
    if (processes_.size() <= process.value) processes_.resize(process.value + std::size_t{1});
    return processes_[process.value];
  }

  static void enter(Process& process, SimTime at, bool turn) {
    if (process.turns + process.states == 0) process.since = at;
    if (turn && process.turns > 0) process.exempt = true;
    ++(turn ? process.turns : process.states);
  }
  static void leave(Process& process, ObservationKind kind, SimTime at) {
    std::uint32_t& depth = kind == ObservationKind::turn_ended ? process.turns : process.states;
    if (depth == 0) return;
    --depth;
    if (process.turns + process.states == 0) process.busy += at - process.since;
  }

  void close_stretch(ObservationId id) {
    look();
    const SimTime end = stretch_ends_;
    const bool grew = waiting_ >= waited_before_ + growth_least;
    if (grew && grown_ == 0) {
      grown_since_ = end - stretch;
      grown_from_ = waited_before_;
    }
    grown_ = grew ? grown_ + 1 : 0;
    ProcessId busiest{};
    Duration most{};
    for (std::size_t number = 0; number < processes_.size(); ++number) {
      Process& process = processes_[number];
      if (process.turns + process.states > 0) {
        process.busy += end - process.since;
        process.since = end;
      }
      if (!process.exempt && process.busy > most) {
        most = process.busy;
        busiest = ProcessId{static_cast<std::uint32_t>(number)};
      }
      const bool full = grew && is_full(process.busy);
      process.busy = Duration::zero();
      if (full && process.full == 0) {
        process.full_since = end - stretch;
        process.waited_then = waited_before_;
      }
      process.full = full ? process.full + 1 : 0;
      if (process.full < stretches_least || process.exempt || process.told) continue;
      process.told = told_of_growth_ = true;
      violate(end, {id}, [&] {
        return fmt::format("{} was busy all the time from {} to {}, while the commands that wait became {} from {}",
                           names().process(ProcessId{static_cast<std::uint32_t>(number)}), to_text(process.full_since),
                           to_text(end), waiting_, process.waited_then);
      });
    }
    const std::int64_t taken_up = percent_taken_up(end);
    if (grown_ >= stretches_least && !told_of_growth_) {
      told_of_growth_ = true;
      violate(end, {id}, [&] {
        return fmt::format("the commands that wait became {} from {} between {} and {}: {}", waiting_, grown_from_,
                           to_text(grown_since_), to_text(end), remedy(taken_up, busiest, most));
      });
    }
    waited_before_ = waiting_;
    stretch_ends_ += stretch;
  }

  static bool is_full(Duration busy) { return busy * 100 >= stretch * full_percent; }

  /// Of the time of all handlers in this stretch, and begins the next.
  std::int64_t percent_taken_up(SimTime end) {
    Duration sum{};
    for (auto& [id, handler] : handlers_) {
      if (handler.in_hands > 0) {
        handler.taken_up += end - handler.since;
        handler.since = end;
      }
      sum += std::exchange(handler.taken_up, Duration::zero());
    }
    const auto there = static_cast<std::int64_t>(handlers_.size());
    return there == 0 ? 0 : sum * 100 / (stretch * there);
  }

  /// What to have more of.
  std::string remedy(std::int64_t taken_up, ProcessId busiest, Duration most) const {
    if (is_full(most)) return fmt::format("{} was busy all the time", names().process(busiest));
    const std::string of_the_others =
        most == Duration::zero() ? "nobody else was busy"
                                 : fmt::format("the busiest of all processes was {}, for {} %",
                                               names().process(busiest), most * 100 / stretch);
    if (taken_up >= full_percent) {
      const std::string who =
          handlers_.size() == 1 ? "the one handler" : fmt::format("all {} handlers", handlers_.size());
      return fmt::format("{} had a command in hands for {} % of the time, and {}: it takes more handlers", who,
                         taken_up, of_the_others);
    }
    return fmt::format(
        "{} handlers had a command in hands for only {} % of the time, and {}: it takes no more of them, but less that "
        "keeps commands from them (a lock, a partition, a pause before the next try)",
        handlers_.size(), taken_up, of_the_others);
  }

  std::vector<Process> processes_;  ///< by id
  SimTime stretch_ends_ = sim_start + stretch;
  OrderedTable<ProcessId, Handler> handlers_;
  OrderedTable<MessageId, ProcessId> given_to_;  ///< whose hands a command is in; zero: nobody's
  std::int64_t waiting_ = 0;
  std::int64_t waited_before_ = 0;
  int grown_ = 0;  ///< stretches in a row
  SimTime grown_since_{};
  std::int64_t grown_from_ = 0;
  bool told_of_growth_ = false;
};

}  // namespace

PropertyEntry entries::not_saturated() {
  using enum ObservationKind;
  return entry<NotSaturated>({.name = "not_saturated",
                              .meaning = "the commands that wait don't become more and more",
                              .on_by_default = false,
                              .of_time = true,
                              .wants = {command_enqueued, command_dispatched, command_acknowledged, command_retried,
                                        command_expired, turn_begun, turn_ended, state_entered,
                                        state_left, work_begun, work_ended, process_crashed, process_ended,
                                        command_submitted, query_answered, workload_ended}});
}

}  // namespace crisper::properties
