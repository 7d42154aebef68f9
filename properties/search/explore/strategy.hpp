// Strategy: which run a hunt makes next. Deterministic: the input of a run follows from the hunt's seed, the run's
// number and, where a strategy learns, from runs with lower numbers, told in their order; never from when a run ended
// or how many go on at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/rng.hpp"
#include "properties/scenario_run.hpp"
#include "properties/search/explore/hunt_input.hpp"
#include "properties/search/explore/run_record.hpp"
#include "sim/schedule/scheduler.hpp"

namespace crisper::properties {

/// What a strategy is made for. The scenario outlives it.
struct StrategySetup {
  const sim::Scenario* scenario = nullptr;
  std::uint64_t seed = 1;  ///< of the hunt
  std::string engine;
  std::uint64_t shards = 1;  ///< a hunt makes run out of so many

  /// What a strategy draws for one run; every strategy has a stream of its own.
  Rng rng(std::string_view strategy, std::uint64_t run) const { return Rng(seed).fork(strategy).fork(run); }
};

/// What a strategy wants to know of a run beside its record. Looks on in the child, and brings what it saw as text.
class FindingsWatch : public RunWatch {
 public:
  /// After the run. Kept in the hunt file, so that a hunt that goes on learns the same.
  virtual std::string findings(const ScenarioRun& run) const = 0;
};

/// A run about to be made: a strategy changes what it likes.
struct HuntRun {
  sim::Scenario scenario;
  ScenarioRunOptions options;
  std::unique_ptr<sim::Scheduler> scheduler{};  ///< null: messages come when they come
  std::unique_ptr<FindingsWatch> watch{};       ///< null: the record tells all that the strategy learns from
};

class Strategy {
 public:
  explicit Strategy(StrategySetup setup) : setup_(std::move(setup)) {}
  virtual ~Strategy() = default;

  /// The input of this run; nothing while runs with lower numbers must be learnt first. Asked in any order.
  virtual std::optional<HuntInput> input(std::uint64_t run) = 0;
  /// What came of a run, whoever made it, in the order of the numbers. `news`: it met what no run before it had met.
  virtual void learn(std::uint64_t, const HuntInput&, const RunRecord&, bool /*news*/) {}
  /// Whether runs with news should bring their fault plans.
  virtual bool wants_plans() const { return false; }
  /// How far it got, where that is more than a number of runs; a line or several, told with the hunt. Empty: nothing.
  virtual std::string account() { return {}; }

 protected:
  const StrategySetup& setup() const { return setup_; }
  /// The input that everybody begins with: the scenario as it is, with a seed of its own for every run.
  HuntInput plain_input(std::string_view strategy, std::uint64_t run) const {
    return {.strategy = std::string(strategy), .seed = setup_.seed + run, .key = 0, .off = {}};
  }
  /// … and with a key, from which the order of its messages is drawn.
  HuntInput keyed_input(std::string_view strategy, std::uint64_t run) const {
    HuntInput input = plain_input(strategy, run);
    input.key = setup_.rng(strategy, run).next();
    return input;
  }

 private:
  StrategySetup setup_;
};

}  // namespace crisper::properties
