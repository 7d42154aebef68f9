// deadline_in_time: a process manager's time limit fires once, not before it is over and, from when the process is
// there to see to it, not later than its own bound.
//
// By true time: what a process knows of the time may be wrong. A reminder that has come may wait for its turn as all
// messages do, and what it changes waits for the disk; that is the system's load, and not the limit's lateness.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "core/base/counted.hpp"
#include "properties/registry.hpp"

namespace crisper::properties {
namespace {

class DeadlineInTime final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    using enum ObservationKind;
    if (seen.kind == saga_limited && seen.a != 0) return limit(seen, id);
    Manager* const process = manager(seen.process);
    if (!process) return;
    switch (seen.kind) {
      case message_delivered:
        if (seen.b != reply_past_the_mailbox) process->waiting = seen.b;
        return;
      case turn_begun:
        --process->waiting;
        process->at_work[seen.message] = seen.at - Duration(seen.b);
        return;
      case turn_ended: process->at_work.erase(seen.message); return;
      case process_started:
      case process_resumed:
        process->away = false;
        process->back = seen.at;
        return;
      case process_crashed:
      case process_ended:
        look_for_overdue(*process, seen.at, id);
        process->at_work.clear();
        process->waiting = 0;
        process->away = true;
        return;
      case process_paused:
        look_for_overdue(*process, seen.at, id);
        process->away = true;
        return;
      case saga_timed_out: return fire(*process, seen, id);
      default: return stop(*process, seen, id);  // it has ended, or has no limit any more
    }
  }

 private:
  /// A process that begins reads its disk first, and sets its timers after that.
  static constexpr Duration allowance = std::chrono::milliseconds(100);

  struct Limit {
    ObservationId set;
    SimTime began{};
    Duration length{};
    bool told = false;  ///< its lateness
    SimTime due() const { return began + length; }
  };
  struct Manager {
    ProcessId process;
    bool away = false;  ///< down or paused
    SimTime back{};     ///< when it last began or went on
    std::int64_t waiting = 0;                ///< messages in its mailbox
    std::map<MessageId, SimTime> at_work{};  ///< what it handles, and when that came
    std::map<StreamId, Limit> limits{};

    bool idle() const { return waiting <= 0 && at_work.empty(); }
    /// When what an observation follows from came to it.
    SimTime came(const Observation& seen) const {
      const auto turn = at_work.find(MessageId{seen.causation.value});
      return turn == at_work.end() ? seen.at : turn->second;
    }
    /// After a crash or a pause it can be asked only from when the process was back.
    bool is_late(const Limit& limit, SimTime at) const { return at > std::max(limit.due(), back) + allowance; }
  };

  /// Null for a process that has never set a limit.
  Manager* manager(ProcessId process) {
    return process.value < managers_.size() ? managers_[process.value].get() : nullptr;
  }

  std::string call(ProcessId process, StreamId key, const Limit& limit) const {
    return fmt::format("the time limit of {} for {} in {}", to_text(limit.length), names().stream(key),
                       names().process(process));
  }

  /// A step may set a limit in the place of another.
  void limit(const Observation& seen, ObservationId id) {
    if (managers_.size() <= seen.process.value) managers_.resize(seen.process.value + std::size_t{1});
    std::unique_ptr<Manager>& process = managers_[seen.process.value];
    if (!process) process = std::make_unique<Manager>(Manager{.process = seen.process});
    stop(*process, seen, id);
    process->limits[seen.stream] = Limit{.set = id, .began = seen.at - Duration(seen.b), .length = Duration(seen.a)};
  }

  /// Nothing is to fire any more: it should have by now, or what stopped it came in time.
  void stop(Manager& process, const Observation& seen, ObservationId id) {
    const auto found = process.limits.find(seen.stream);
    if (found == process.limits.end()) return;
    const Limit limit = found->second;
    process.limits.erase(found);
    look();
    if (limit.told || !process.is_late(limit, process.came(seen))) return;
    violate(seen.at, {limit.set, id}, [&] {
      return fmt::format("{} had been over for {} and had not fired when the instance went on without",
                         call(seen.process, seen.stream, limit), to_text(seen.at - limit.due()));
    });
  }

  void fire(Manager& process, const Observation& seen, ObservationId id) {
    look();
    const auto found = process.limits.find(seen.stream);
    if (found == process.limits.end()) {
      return violate(seen.at, {id}, [&] {
        return fmt::format("a time limit for {} fired in {}, and none was set", names().stream(seen.stream),
                           names().process(seen.process));
      });
    }
    const Limit limit = found->second;
    process.limits.erase(found);
    const SimTime came = process.came(seen);
    if (came < limit.due()) {
      violate(seen.at, {limit.set, id}, [&] {
        return fmt::format("{} fired {} too early", call(seen.process, seen.stream, limit),
                           to_text(limit.due() - came));
      });
    } else if (!limit.told && process.is_late(limit, came)) {
      violate(seen.at, {limit.set, id}, [&] {
        return fmt::format("{} fired {} after it was over", call(seen.process, seen.stream, limit),
                           to_text(came - limit.due()));
      });
    }
  }

  /// Those of a process that has nothing to do, and so can't be about to fire. Gives the number of the others.
  std::uint64_t look_for_overdue(Manager& process, SimTime at, ObservationId id) {
    std::uint64_t open = 0;
    for (auto& [key, limit] : process.limits) {
      if (process.away || limit.told || !process.idle() || !process.is_late(limit, at)) {
        ++open;
        continue;
      }
      limit.told = true;
      look();
      violate(at, {limit.set, id}, [&, &stream = key, &what = limit] {
        return fmt::format("{} had been over for {} and had not fired", call(process.process, stream, what),
                           to_text(at - what.due()));
      });
    }
    return open;
  }

  void judge_end(const RunEnd& end) override {
    std::uint64_t open = 0;
    for (const std::unique_ptr<Manager>& process : managers_) {
      if (process) open += look_for_overdue(*process, end.at, ObservationId{});
    }
    if (open > 0 && !end.quiet) leave_open(fmt::format("{}: {} open", end.trouble(), counted_was(open, "time limit")));
  }

  std::vector<std::unique_ptr<Manager>> managers_;  ///< by the process's id
};

}  // namespace

PropertyEntry entries::deadline_in_time() {
  using enum ObservationKind;
  return entry<DeadlineInTime>({.name = "deadline_in_time",
                                .meaning = "a process manager's time limit fires once, and in time",
                                .wants = {message_delivered, turn_begun, turn_ended, process_started, process_resumed,
                                          process_crashed, process_ended, process_paused, saga_limited, saga_ended,
                                          saga_timed_out}});
}

}  // namespace crisper::properties
