// feedback: keeps the inputs of runs that met something new (an observation pair, an abstract state) and changes them a
// little: one in eight runs is drawn anew, the others take a kept run's seed and its fault plan, mutated.
//
// Zalewski: american fuzzy lop (AFL), 2013. That new abstract states are what to keep in a distributed system: Gulcan,
// Ozkan, Majumdar, Nagendra: "Model-guided Fuzzing of Distributed Systems", 2024.
//
// Deterministic: runs come in generations of `generation` numbers. A run of a generation builds on what was kept from
// runs below the generation before its own, told in the order of the numbers; so one generation can be under way while
// the last one is still coming in, and nothing depends on which run ends first.
#include <algorithm>

#include "properties/search/explore/plan_mutation.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/faults/fault_lines.hpp"

namespace crisper::properties {
namespace {

constexpr std::uint64_t generation = 32;  ///< short: until the third, it is a copy of random

class FeedbackStrategy final : public Strategy {
 public:
  using Strategy::Strategy;

  std::optional<HuntInput> input(std::uint64_t run) override {
    const std::uint64_t own = run / generation;
    const std::uint64_t known_below = own == 0 ? 0 : (own - 1) * generation;
    if (known_below > 0 && learnt_below_ < known_below) return std::nullopt;
    const auto kept_end = std::ranges::lower_bound(kept_, known_below, {}, &Kept::run);
    const auto kept_count = static_cast<std::uint64_t>(kept_end - kept_.begin());
    Rng rng = setup().rng("feedback", run);
    HuntInput input = plain_input("feedback", run);
    if (kept_count == 0 || rng.below(8) == 0) return input;
    // Every other time one of the newest quarter: that is where the frontier is.
    const std::uint64_t first = rng.below(2) == 0 ? kept_count - (kept_count + 3) / 4 : 0;
    const Kept& base = kept_[first + rng.below(kept_count - first)];
    input.seed = base.seed;
    input.off = base.off;
    input.plan = base.plan;
    input.key = rng.next();
    if (rng.below(4) == 0) input.other = kept_[rng.below(kept_count)].plan;
    return input;
  }

  void learn(std::uint64_t run, const HuntInput& input, const RunRecord& record, bool news) override {
    learnt_below_ = run + setup().shards;
    if (!news || record.plan.empty()) return;
    kept_.push_back({.run = run,
                     .seed = input.seed,
                     .off = input.off,
                     .plan = std::make_shared<const std::string>(record.plan)});
  }
  bool wants_plans() const override { return true; }

 private:
  struct Kept {
    std::uint64_t run = 0;
    std::uint64_t seed = 0;
    std::vector<std::string> off;
    std::shared_ptr<const std::string> plan;
  };

  std::uint64_t learnt_below_ = 0;
  std::vector<Kept> kept_;  ///< in the order of their runs
};

sim::FaultPlan plan_of(const std::shared_ptr<const std::string>& lines) {
  return lines ? sim::from_lines(*lines).value_or(sim::FaultPlan{}) : sim::FaultPlan{};
}

void prepare_feedback(const HuntInput& input, HuntRun& run) {
  if (!input.plan) return;
  run.options.plan = mutate(plan_of(input.plan), plan_of(input.other), Rng(input.key).fork("mutation"));
}

}  // namespace

StrategyEntry strategies::feedback() {
  return {.name = "feedback",
          .meaning = "changes the fault plans of runs that met something new",
          .independent = false,
          .make = make<FeedbackStrategy>,
          .prepare = prepare_feedback};
}

}  // namespace crisper::properties
