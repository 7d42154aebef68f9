// not_saturated: nobody is busy all the time while the commands that wait become more and more.
//
// Time is looked at in stretches. A process is busy while it is inside a turn or a state, whatever it waits for in
// there: it serves nobody else meanwhile. One that takes several messages at once is never full that way, and clients
// are not part of the design.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "properties/registry.hpp"

namespace crisper::properties {
namespace {

class NotSaturated final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    while (seen.at >= stretch_ends_) close_stretch(id);
    switch (seen.kind) {
      case ObservationKind::command_enqueued: waiting_ = seen.a; return;
      case ObservationKind::command_dispatched: waiting_ = seen.b; return;
      case ObservationKind::turn_begun: return enter(of(seen.process), seen.at, true);
      case ObservationKind::state_entered: return enter(of(seen.process), seen.at, false);
      case ObservationKind::turn_ended:
      case ObservationKind::state_left: return leave(of(seen.process), seen.kind, seen.at);
      case ObservationKind::process_crashed:
      case ObservationKind::process_ended: {
        Process& process = of(seen.process);
        if (process.turns + process.states > 0) process.busy += seen.at - process.since;
        process.turns = process.states = 0;
        process.full_since = sim_never;
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
    std::uint32_t states = 0;
    SimTime since{};  ///< when it became busy, or the stretch began
    Duration busy{};  ///< in this stretch, without what is under way
    int full = 0;     ///< stretches in a row
    SimTime full_since = sim_never;
    std::int64_t waited_then = 0;
  };

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
    for (std::size_t number = 0; number < processes_.size(); ++number) {
      Process& process = processes_[number];
      if (process.turns + process.states > 0) {
        process.busy += end - process.since;
        process.since = end;
      }
      const bool full = grew && process.busy * 100 >= stretch * full_percent;
      process.busy = Duration::zero();
      if (full && process.full == 0) {
        process.full_since = end - stretch;
        process.waited_then = waited_before_;
      }
      process.full = full ? process.full + 1 : 0;
      if (process.full < stretches_least || process.exempt || process.told) continue;
      process.told = true;
      violate(end, {id}, [&] {
        return fmt::format("{} was busy all the time from {} to {}, while the commands that wait became {} from {}",
                           names().process(ProcessId{static_cast<std::uint32_t>(number)}), to_text(process.full_since),
                           to_text(end), waiting_, process.waited_then);
      });
    }
    waited_before_ = waiting_;
    stretch_ends_ += stretch;
  }

  std::vector<Process> processes_;  ///< by id
  SimTime stretch_ends_ = sim_start + stretch;
  std::int64_t waiting_ = 0;
  std::int64_t waited_before_ = 0;
};

}  // namespace

PropertyEntry entries::not_saturated() {
  using enum ObservationKind;
  return entry<NotSaturated>({.name = "not_saturated",
                              .meaning = "nobody is busy all the time while more and more commands wait",
                              .domain = "",
                              .on_by_default = false,
                              .wants = {command_enqueued, command_dispatched, turn_begun, turn_ended, state_entered,
                                        state_left, process_crashed, process_ended, command_submitted, query_answered,
                                        workload_ended}});
}

}  // namespace crisper::properties
