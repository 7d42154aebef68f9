// How much of the run's time processes are occupied.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {
namespace {

/// A process is occupied while it is inside a turn that a message began, or operates on a state. What it waits for
/// inside counts (a sequential process serves nobody else meanwhile), as does a pause; of its first turn, what it works
/// there counts (handlers and relays loop in it, mostly asleep), and no wait outside of states. The whole is the run,
/// drain included. Clients are not part of the design, and not told.
class Utilisation final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (processes_.size() <= seen.process.value) processes_.resize(seen.process.value + std::size_t{1});
    Process& process = processes_[seen.process.value];
    switch (seen.kind) {
      case ObservationKind::process_started:
        process.known = true;
        return;
      case ObservationKind::turn_begun:
      case ObservationKind::state_entered:
      case ObservationKind::work_begun:
        process.known = true;
        if (process.depth++ == 0) process.since = seen.at;
        return;
      case ObservationKind::turn_ended:
      case ObservationKind::state_left:
      case ObservationKind::work_ended:
        if (process.depth > 0 && --process.depth == 0) occupied(process, seen.at);
        return;
      case ObservationKind::process_crashed:
      case ObservationKind::process_ended:
        return leave_all(process, seen.at);
      default:
        process.is_client = true;  // only clients submit, ask, and have a workload that ends
    }
  }
  void finish(const RunEnd& end) override {
    run_ = end.at - sim_start;
    for (Process& process : processes_) leave_all(process, end.at);
  }
  void tell(MetricSink& sink) const override {
    tell_shares(
        run_, [](const Process& process) { return process.occupied; },
        [&](std::string name, double share) { sink.rate(std::move(name), share); });
  }
  void tell_intervals(IntervalSink& sink) const override {
    for (RunIntervals::Index each = 0; each < intervals()->size(); ++each) {
      tell_shares(
          intervals()->over_by(each, sim_start + run_),
          [&](const Process& process) { return process.in.empty() ? Duration::zero() : process.in[each]; },
          [&](std::string name, double share) { sink.rate(each, std::move(name), share); });
    }
  }

 private:
  /// Of a role with more processes (one actor for each stream, say) only the mean is told.
  static constexpr std::size_t told_one_by_one_max = 32;

  struct Process {
    bool known = false;
    bool is_client = false;
    std::uint32_t depth = 0;
    SimTime since{};
    Duration occupied{};
    std::vector<Duration> in{};  ///< of that, in each interval; empty: none
  };
  static ProcessId process_of(std::size_t id) { return ProcessId{static_cast<std::uint32_t>(id)}; }
  /// It was, until now.
  void occupied(Process& process, SimTime now) const {
    process.occupied += now - process.since;
    if (!intervals()) return;
    intervals()->share_out(process.since, now, [&](RunIntervals::Index interval, Duration part) {
      if (process.in.empty()) process.in.resize(intervals()->size());
      process.in[interval] += part;
    });
  }
  void leave_all(Process& process, SimTime at) const {
    if (process.depth > 0) occupied(process, at);
    process.depth = 0;
  }

  /// Of so much time: occupied_of(process) for each, handed to tell(name, share).
  template <class Occupied, class Tell>
  void tell_shares(Duration whole, Occupied occupied_of, Tell tell) const {
    if (whole <= Duration::zero()) return;
    std::map<std::string, std::vector<std::size_t>> roles;
    for (std::size_t id = 0; id < processes_.size(); ++id) {
      if (processes_[id].known && !processes_[id].is_client) roles[names().role(process_of(id))].push_back(id);
    }
    double busiest = 0;
    for (const auto& [role, members] : roles) {
      double sum = 0;
      for (const std::size_t id : members) {
        const double share = to_seconds(occupied_of(processes_[id])) / to_seconds(whole);
        sum += share;
        busiest = std::max(busiest, share);
        if (members.size() <= told_one_by_one_max) tell("utilisation." + names().process(process_of(id)), share);
      }
      tell("utilisation." + role, sum / static_cast<double>(members.size()));
    }
    if (!roles.empty()) tell("utilisation", busiest);
  }

  std::vector<Process> processes_;  ///< by id
  Duration run_{};
};

}  // namespace

MeasureEntry measures::utilisation() {
  using enum ObservationKind;
  return measure_entry<Utilisation>(
      {.metrics = {{.name = "utilisation",
                    .type = MetricType::rate,
                    .meaning = "share of the run inside turns, states or work, of the busiest process; .PROCESS: of "
                               "one; .ROLE: the mean of its processes",
                    .of_time = true,
                    .in_intervals = true,
                    .parts = MetricParts::processes,
                    .of_rate = sim::MetricUnit::share}},
       .wants = {process_started, process_crashed, process_ended, turn_begun, turn_ended, state_entered, state_left,
                 work_begun, work_ended, command_submitted, query_answered, workload_ended}});
}

}  // namespace crisper::properties
