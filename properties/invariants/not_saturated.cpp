// not_saturated: what waits doesn't become more and more: commands in the queue, and whatever waits for somebody else.
//
// Time is looked at in stretches. Where the queue grows in several of them in a row, or the least that waits elsewhere
// rises from window to window, somebody has too much to do, and the reason says who. A process is busy while it is
// inside a turn, a state or work, whatever it waits for in there: it serves nobody else meanwhile. One that takes
// several messages at once is never full that way: those that it has in hands wait, too. Clients are not part of the
// design. A handler is taken up while it has a command in its hands: it takes no other, though it may wait.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/counted.hpp"
#include "properties/registry.hpp"
#include "properties/support/backlog.hpp"
#include "properties/support/commands_in_hands.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/standstill.hpp"
#include "properties/support/waiting_events.hpp"

namespace crisper::properties {
namespace {

constexpr Duration stretch = std::chrono::seconds(2);
constexpr std::int64_t full_percent = 95;
constexpr int stretches_least = 2;         ///< in a row
constexpr std::int64_t growth_least = 10;  ///< of commands in a stretch: less is chance

/// What waits elsewhere is counted so often, and its least looked at in windows.
constexpr Duration tick = std::chrono::milliseconds(200);
constexpr std::int64_t growth_per_second = 5;  ///< of the least: less is chance
constexpr int windows_least = 2;               ///< in a row

/// In ticks. Longer than the longest wait of the design's relays and feeds: whoever looks has looked in each of them.
std::int64_t window_of(const Design& design) {
  return std::max(2 * stretch, standstill_after(design) / 2) / tick;
}

/// What waits at a process, or for it.
enum class Place : std::uint8_t { messages, events, outbox, unpublished };
constexpr auto places = std::to_array<Place>({Place::messages, Place::events, Place::outbox, Place::unpublished});

std::string words_of(Place place, const std::string& process) {
  switch (place) {
    case Place::messages: return "the messages that wait at " + process;
    case Place::events: return fmt::format("the events that {} has not dealt with", process);
    case Place::outbox: return "the rows in the outbox of " + process;
    case Place::unpublished: return fmt::format("the events of {} that are not published", process);
  }
  return {};
}

class NotSaturated final : public Property {
 public:
  NotSaturated(const PropertyInfo& info, const PropertySetup& setup)
      : Property(info, setup), events_(design(), names()), window_(window_of(design())) {}

  void observe(const Observation& seen, ObservationId id) override {
    while (seen.at >= tick_ends_) close_tick(id);
    hands_.observe(seen);
    events_.observe(seen);
    switch (seen.kind) {
      case ObservationKind::command_accepted: return accepted(seen);
      case ObservationKind::command_completed: return left_outbox(seen.message);
      case ObservationKind::command_enqueued:
        has_queue_ = true;
        left_outbox(seen.message);
        return wait_in(seen.process, seen.a);
      case ObservationKind::command_dispatched: return wait_in(seen.process, seen.b);
      case ObservationKind::outbox_added: of(seen.process).rows_added = seen.a; return;
      case ObservationKind::outbox_published: {
        Process& owner = of(seen.process);
        owner.rows_published = seen.a;
        if (has_queue_ && seen.process == command_store_) return;  // its commands are counted one by one
        return line(seen.process, Place::outbox).sample(owner.rows_added - owner.rows_published);
      }
      case ObservationKind::event_published: return sample_stores();  // the least is seen only now
      case ObservationKind::command_submitted:
      case ObservationKind::query_answered:
      case ObservationKind::service_asked:
      case ObservationKind::workload_ended:  // only clients submit, ask, and have a workload that ends
        of(seen.process).is_client = true;
        return;
      default: return at_work(seen, of(seen.process));
    }
  }

 private:
  struct Process {
    bool is_client = false;
    bool takes_several = false;
    bool told = false;
    std::uint32_t turns = 0;
    std::uint32_t states = 0;  ///< and work in a first turn
    std::int64_t mailbox = 0;
    std::int64_t rows_added = 0;  ///< to its outbox
    std::int64_t rows_published = 0;
    SimTime since{};  ///< when it became busy, or the stretch began
    Duration busy{};  ///< in this stretch, without what is under way
    Duration busy_before{};     ///< in the one before
    std::int64_t in_hands = 0;  ///< of this window: the sum over its ticks
    int full = 0;     ///< stretches in a row
    SimTime full_since = sim_never;
    SimTime down_since = sim_never;  ///< by a crash; sim_never: it is up
    std::int64_t waited_then = 0;
    std::array<Backlog, places.size()> lines{};  ///< by Place

    bool is_busy() const { return turns + states > 0; }
    bool is_told_when_full() const { return !is_client && !takes_several; }
  };

  Process& of(ProcessId process) {
    if (processes_.size() <= process.value) processes_.resize(process.value + std::size_t{1});
    return processes_[process.value];
  }

  static void at_work(const Observation& seen, Process& process) {
    switch (seen.kind) {
      case ObservationKind::message_delivered:
        if (seen.b != reply_past_the_mailbox) process.mailbox = seen.b;
        return;
      case ObservationKind::turn_begun:
        process.mailbox = std::max<std::int64_t>(process.mailbox - 1, 0);
        if (process.turns > 0) process.takes_several = true;
        return enter(process, process.turns, seen.at);
      case ObservationKind::state_entered:
      case ObservationKind::work_begun: return enter(process, process.states, seen.at);
      case ObservationKind::turn_ended: return leave(process, process.turns, seen.at);
      case ObservationKind::state_left:
      case ObservationKind::work_ended: return leave(process, process.states, seen.at);
      case ObservationKind::process_started: process.down_since = sim_never; return;
      case ObservationKind::process_crashed: process.down_since = seen.at; [[fallthrough]];
      case ObservationKind::process_ended:
        if (process.is_busy()) process.busy += seen.at - process.since;
        process.turns = process.states = 0;
        process.mailbox = 0;
        process.full_since = sim_never;
        return;
      default: return;
    }
  }

  static void enter(Process& process, std::uint32_t& depth, SimTime at) {
    if (!process.is_busy()) process.since = at;
    ++depth;
  }
  static void leave(Process& process, std::uint32_t& depth, SimTime at) {
    if (depth == 0) return;
    --depth;
    if (!process.is_busy()) process.busy += at - process.since;
  }

  void wait_in(ProcessId queue, std::int64_t commands) {
    std::int64_t& there = queued_[queue];
    commands_.sample(commands_.waiting() + commands - there);
    there = commands;
  }

  void accepted(const Observation& seen) {
    command_store_ = seen.process;
    if (in_outbox_.find(seen.message)) return;
    in_outbox_[seen.message] = true;
    ++commands_in_outbox_;
  }
  void left_outbox(MessageId command) {
    bool* is_in = in_outbox_.find(command);
    if (!is_in || !*is_in) return;
    *is_in = false;
    --commands_in_outbox_;
  }

  void close_tick(ObservationId id) {
    sample_lines();
    if (tick_ends_ >= stretch_ends_) close_stretch(id);
    if (++ticks_ % window_ == 0) check_lines(id);
    tick_ends_ += tick;
  }

  void close_stretch(ObservationId id) {
    look();
    const SimTime end = stretch_ends_;
    const std::int64_t waited_before = waited_;
    const bool grew = commands_.close_by_last(end - stretch, growth_least) > 0;
    waited_ = commands_.waiting();
    ProcessId busiest{};
    Duration most{};
    for (std::size_t number = 0; number < processes_.size(); ++number) {
      Process& process = processes_[number];
      const ProcessId name{static_cast<std::uint32_t>(number)};
      if (process.is_busy()) {
        process.busy += end - process.since;
        process.since = end;
      }
      const Duration busy = std::exchange(process.busy, Duration::zero());
      if (process.is_told_when_full() && busy > most) {
        most = busy;
        busiest = name;
      }
      process.busy_before = busy;
      check_full(process, name, grew && is_full(busy), waited_before, id);
    }
    check_commands(busiest, most, id);
    stretch_ends_ += stretch;
  }

  Backlog& line(ProcessId process, Place where) { return of(process).lines[static_cast<std::size_t>(where)]; }

  void sample_stores() {
    for (const auto& [process, waiting] : events_.in_stores()) line(process, Place::unpublished).sample(waiting);
  }

  /// What there is now in each place.
  void sample_lines() {
    for (std::size_t number = 0; number < processes_.size(); ++number) {
      Process& process = processes_[number];
      if (process.is_client) continue;
      const ProcessId name{static_cast<std::uint32_t>(number)};
      line(name, Place::messages).sample(process.mailbox + process.turns);
      const bool hands_on = has_queue_ && name == command_store_;
      line(name, Place::outbox)
          .sample(hands_on ? commands_in_outbox_ : process.rows_added - process.rows_published);
      process.in_hands += process.turns;
    }
    for (const auto& [process, waiting] : events_.at_consumers()) line(process, Place::events).sample(waiting);
    sample_stores();
  }

  void check_full(Process& process, ProcessId name, bool full, std::int64_t waited_before, ObservationId id) {
    const SimTime end = stretch_ends_;
    if (full && process.full == 0) {
      process.full_since = end - stretch;
      process.waited_then = waited_before;
    }
    process.full = full ? process.full + 1 : 0;
    if (process.full < stretches_least || !process.is_told_when_full() || process.told) return;
    process.told = told_of_growth_ = true;
    violate(end, {id}, [&] {
      const std::string down = who_is_down();
      return fmt::format("{} was busy all the time from {} to {}, while the commands that wait became {} from {}{}",
                         names().process(name), to_text(process.full_since), to_text(end), commands_.waiting(),
                         process.waited_then, down.empty() ? "" : "; " + down);
    });
  }

  /// What no queue has yet stands in the command store's outbox, or behind it with a router.
  std::string words_of(Place place, ProcessId process) const {
    const bool is_routed = place == Place::outbox && process == command_store_ && design().areas.count > 1;
    return is_routed ? "the commands that no area's queue has yet"
                     : properties::words_of(place, names().process(process));
  }

  /// A window is over.
  void check_lines(ObservationId id) {
    const SimTime begin = tick_ends_ - window_ * tick;
    const std::int64_t growth = growth_per_second * (window_ * tick / std::chrono::seconds(1));
    for (std::size_t number = 0; number < processes_.size(); ++number) {
      Process& process = processes_[number];
      for (const Place place : places) {
        Backlog& line = process.lines[static_cast<std::size_t>(place)];
        if (line.close_by_least(begin, growth) < windows_least || process.is_client || process.told) continue;
        process.told = true;  // what fills one place of it may fill others
        violate(tick_ends_, {id}, [&] {
          const ProcessId name{static_cast<std::uint32_t>(number)};
          return fmt::format("{} became {} from {} between {} and {}: {}", words_of(place, name), line.waiting(),
                             line.from(), to_text(line.since()), to_text(tick_ends_), who_is_busy());
        });
      }
    }
    for (Process& process : processes_) process.in_hands = 0;
  }

  /// The first of them; empty where nobody is. Others may only wait for it.
  std::string who_is_down() const {
    for (std::size_t number = 0; number < processes_.size(); ++number) {
      const Process& each = processes_[number];
      if (each.is_client || each.down_since == sim_never) continue;
      return fmt::format("{} was down from {}", names().process(ProcessId{static_cast<std::uint32_t>(number)}),
                         to_text(each.down_since));
    }
    return {};
  }

  /// Of a window that is over: who is down, or the fullest of those who are, or who has most in hands, or who is
  /// busiest.
  std::string who_is_busy() const {
    if (std::string down = who_is_down(); !down.empty()) return down;
    const Process* busiest = nullptr;
    const Process* fullest = nullptr;  // of those who take several messages at once
    for (const Process& each : processes_) {
      if (each.is_client) continue;
      const Process*& best = each.takes_several ? fullest : busiest;
      const bool is_more = best && (each.takes_several ? each.in_hands > best->in_hands
                                                       : each.busy_before > best->busy_before);
      if (!best || is_more) best = &each;
    }
    const auto name = [&](const Process* process) {
      return names().process(ProcessId{static_cast<std::uint32_t>(process - processes_.data())});
    };
    if (busiest && is_full(busiest->busy_before)) return name(busiest) + " was busy all the time";
    if (fullest && fullest->in_hands > window_) {
      return fmt::format("{} had {:.1f} messages in hands at once", name(fullest),
                         static_cast<double>(fullest->in_hands) / static_cast<double>(window_));
    }
    if (!busiest || busiest->busy_before * 100 < stretch) return "nobody was busy";
    return fmt::format("the busiest of all processes was {}, for {} %", name(busiest),
                       busiest->busy_before * 100 / stretch);
  }

  void check_commands(ProcessId busiest, Duration most, ObservationId id) {
    const auto handlers = static_cast<std::int64_t>(hands_.handlers());
    const Duration sum = hands_.taken_up(stretch_ends_);
    const std::int64_t taken_up = handlers == 0 ? 0 : sum * 100 / (stretch * handlers);
    if (commands_.periods() < stretches_least || told_of_growth_) return;
    told_of_growth_ = true;
    violate(stretch_ends_, {id}, [&] {
      return fmt::format("the commands that wait became {} from {} between {} and {}: {}", commands_.waiting(),
                         commands_.from(), to_text(commands_.since()), to_text(stretch_ends_),
                         remedy(taken_up, busiest, most));
    });
  }

  static bool is_full(Duration busy) { return busy * 100 >= stretch * full_percent; }

  /// What to have more of.
  std::string remedy(std::int64_t taken_up, ProcessId busiest, Duration most) const {
    if (is_full(most)) return fmt::format("{} was busy all the time", names().process(busiest));
    const std::string of_the_others =
        most == Duration::zero() ? "nobody else was busy"
                                 : fmt::format("the busiest of all processes was {}, for {} %",
                                               names().process(busiest), most * 100 / stretch);
    if (taken_up >= full_percent) {
      const std::string who =
          hands_.handlers() == 1 ? "the one handler" : fmt::format("all {} handlers", hands_.handlers());
      return fmt::format("{} had a command in hands for {} % of the time, and {}: it takes more handlers", who,
                         taken_up, of_the_others);
    }
    return fmt::format(
        "{} had a command in hands for only {} % of the time, and {}: it takes no more of them, but less that keeps "
        "commands from them (a lock, a partition, a pause before the next try)",
        counted(hands_.handlers(), "handler"), taken_up, of_the_others);
  }

  std::vector<Process> processes_;  ///< by id
  SimTime stretch_ends_ = sim_start + stretch;
  SimTime tick_ends_ = sim_start + tick;
  CommandsInHands hands_;
  WaitingEvents events_;
  Backlog commands_;     ///< in all queues
  OrderedTable<ProcessId, std::int64_t> queued_;  ///< by queue
  std::int64_t waited_ = 0;  ///< so many of them, when the stretch began
  bool told_of_growth_ = false;
  std::int64_t window_;  ///< in ticks
  std::int64_t ticks_ = 0;
  ProcessId command_store_;
  bool has_queue_ = false;  ///< what the command store hands on goes into a queue
  OrderedTable<MessageId, bool> in_outbox_;
  std::int64_t commands_in_outbox_ = 0;
};

}  // namespace

PropertyEntry entries::not_saturated() {
  using enum ObservationKind;
  return entry<NotSaturated>(
      {.name = "not_saturated",
       .meaning = "what waits, in the queue or before anybody, doesn't become more and more",
       .on_by_default = false,
       .of_time = true,
       .wants = {message_delivered, turn_begun, turn_ended, state_entered, state_left, work_begun, work_ended,
                 process_started, process_crashed, process_ended, command_submitted, command_accepted, command_enqueued,
                 command_dispatched, command_acknowledged, command_retried, command_expired, command_completed,
                 event_appended, event_published, event_delivered, event_applied, event_ignored, consumer_joined,
                 consumer_left, outbox_added, outbox_published, query_answered, service_asked, workload_ended}});
}

}  // namespace crisper::properties
