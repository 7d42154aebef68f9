// ScenarioRun: one run of a scenario, judged: what every command that runs anything does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "properties/names.hpp"
#include "properties/run_result.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/schedule/scheduler.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/trace/trace_follower.hpp"

namespace crisper::properties {

/// Looks on at one run, from before its first observation to after its last.
class RunWatch : public Observer {
 public:
  /// `names` live until end() returns.
  virtual void begin(const Names& names) = 0;
  virtual void end(const RunResult& result) = 0;
};

struct ScenarioRunOptions {
  std::uint64_t seed = 1;
  std::string engine = "fast";           ///< simgrid: at most one run per process
  std::optional<sim::FaultPlan> plan{};  ///< instead of the scenario's faults
  std::string trace_path{};              ///< empty: no trace
  sim::TraceFollower* follower = nullptr;  ///< of the trace: may hold the run; outlives it
  std::string replay{};                  ///< the command line that repeats the run, for the result
  sim::Scheduler* scheduler = nullptr;   ///< chooses the order of deliveries, on `fast`; the plan then repeats the run
  sim::ScheduleOptions schedule{};
  bool measure = true;                   ///< false where only the verdict matters and no threshold is set
  bool judge = true;                     ///< false: nothing is attached, only the digest counts
  bool keep_evidence = true;             ///< false: evidence is ids without words, which saves a fifth of the judging
  std::vector<RunWatch*> watches{};      ///< they outlive the run
  /// Asked when the run is over: whether anybody needs its plan, which a schedule makes long. Empty: yes.
  std::function<bool()> wants_plan{};
};

struct ScenarioRun {
  RunResult result;
  sim::FaultPlan plan;                   ///< every fault of the run, explicit; empty where nobody wanted it
  std::vector<std::size_t> armed{};      ///< places in the plan of the faults whose time or message came
  std::uint64_t observations = 0;
  std::string trace_trouble{};           ///< why there is no trace where one was wanted, in one line (a full disk)
};

/// Runs and judges. Fails with one line where what the run is made from is wrong: a platform file, a place that there
/// isn't. A verdict is not a failure, and a trace that can't be written costs no verdict. Throws sim::MachineTrouble.
Result<ScenarioRun, std::string> run_scenario(const sim::Scenario& scenario, const ScenarioRunOptions& options);

}  // namespace crisper::properties
