// StepControl: makes a simulated run a sequence of steps that a Chooser chooses: one message taken in, and all that its
// receiver does with it at once; or time that passes.
//
// Between two steps nothing moves but what needs less than a leap of time (a disk write, processor work: see
// scenario_under_check.hpp). Time passes to the next timer, together with those due within a leap of each other, and
// what they do at once belongs to the same step; when no message is under way afterwards, it passes on.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/search/check/controlled_run.hpp"
#include "sim/run/quiet_watch.hpp"
#include "sim/schedule/run_control.hpp"

namespace crisper::properties::check {

struct StepOptions {
  bool reorder = false;                ///< messages of one link may overtake each other
  std::vector<ProcessId> may_crash{};  ///< whom a crash may strike, of those who are there when the run begins
};

/// Of one execution. Attach it to the run's observations too.
class StepControl final : public sim::RunControl, public Observer {
 public:
  /// Timers nearer than this to each other are one step.
  static constexpr Duration leap_span = std::chrono::microseconds(1);

  /// `quiet` as it is before the run.
  StepControl(Chooser& chooser, const StepOptions& options, sim::QuietWatch quiet)
      : chooser_(chooser), options_(options), quiet_(std::move(quiet)) {}

  /// Asked of others than those in the options: whether a crash may strike them, too. Before the run.
  void let_crash(std::function<bool(ProcessId)> may_crash) { others_may_crash_ = std::move(may_crash); }

  /// The chooser stopped the run: it says nothing.
  bool stopped() const { return stopped_; }
  /// All was done, and nothing was open any more.
  bool is_quiet() const { return quiet_.is_quiet(); }
  /// It ended since it was quiet; otherwise at the time limit of the scenario.
  bool ended_quietly() const { return ended_quietly_; }

  // RunControl
  void take(sim::ControlledWorld& world) override { world_ = &world; }
  Duration leap() const override { return leap_span; }
  void stepped(ProcessId process) override;
  void before_leap(SimTime to) override;
  void open(sim::GateKeeper& keeper) override { keeper_ = &keeper; }
  std::optional<sim::FaultKind> strikes(const sim::Ready& ready) override;
  void under_way(sim::Cookie packet, const sim::Ready& ready, bool certain, bool in_order) override;
  void foresee(AttemptId, SimTime) override {}
  bool passes(AttemptId attempt) override;
  void gone(AttemptId attempt) override;

  // Observer: what judges watch across processes
  bool wants(ObservationKind kind) const override;
  void observe(const Observation& observation, ObservationId id) override;

 private:
  struct Pending {
    sim::Cookie packet = 0;
    AttemptId attempt{};
    Step step;
    std::uint64_t original = 0;  ///< of a copy: the step of its original, which comes first
    bool at_gate = false;
  };

  bool may_crash(ProcessId process) const;
  void list_possible();
  bool is_first(std::size_t place) const;

  Chooser& chooser_;
  const StepOptions& options_;
  sim::QuietWatch quiet_;
  std::function<bool(ProcessId)> others_may_crash_;
  sim::GateKeeper* keeper_ = nullptr;
  sim::ControlledWorld* world_ = nullptr;
  std::vector<Pending> pending_;  // by attempt
  std::vector<Step> possible_;
  std::vector<std::size_t> places_;  // of the possible ones in pending_
  std::uint32_t taken_ = 0;
  bool passing_ = false;  ///< the last step was time that passes, and nothing is under way
  bool stopped_ = false;
  bool ended_quietly_ = false;
};

}  // namespace crisper::properties::check
