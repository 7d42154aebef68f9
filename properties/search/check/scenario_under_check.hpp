// ScenarioUnderCheck: a scenario as a controlled run: its design and its workload, without its distances.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.hpp"
#include "properties/run_result.hpp"
#include "properties/search/check/controlled_run.hpp"
#include "properties/search/check/step_control.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::properties::check {

/// The scenario as `check` runs it, on the engine `fast`: messages, disk writes and processor work take a nanosecond,
/// so that any message can be first, and all that matters of time is the order of timers. What goes wrong is the
/// search's choice, not that of the scenario's faults. A run that it finds is a run of this scenario.
sim::Scenario without_distances(sim::Scenario scenario);

struct UnderCheckOptions {
  std::uint64_t seed = 1;
  bool reorder = false;                  ///< messages of one link may overtake each other
  /// Names, roles or patterns of processes. A role or pattern means those who begin while it runs, too.
  std::vector<std::string> may_crash{};
};

class ScenarioUnderCheck final : public ControlledRun {
 public:
  /// `scenario` is one without distances. Fails with one line where nobody matches a pattern of `may_crash`, nor
  /// can somebody who begins later.
  static Result<ScenarioUnderCheck, std::string> of(sim::Scenario scenario, UnderCheckOptions options);

  ScenarioUnderCheck(ScenarioUnderCheck&&) noexcept;
  ~ScenarioUnderCheck() override;

  void execute(Chooser& chooser) override;

  /// Of the last execution, if it ran to its end.
  const std::optional<RunResult>& result() const;
  /// What makes a plain run repeat it.
  const sim::FaultPlan& plan() const;

 private:
  struct Parts;
  explicit ScenarioUnderCheck(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace crisper::properties::check
