// pct: the order of deliveries follows priorities of links with a few change points: sim/schedule/pct_scheduler.hpp.
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/schedule/pct_scheduler.hpp"

namespace crisper::properties {
namespace {

constexpr std::uint32_t depth_max = 5;
/// A command of the pipeline costs some tens of deliveries.
constexpr std::uint64_t deliveries_per_intent = 20;

class PctStrategy final : public Strategy {
 public:
  using Strategy::Strategy;
  std::optional<HuntInput> input(std::uint64_t run) override { return keyed_input("pct", run); }
};

void prepare_pct(const HuntInput& input, HuntRun& run) {
  const std::uint64_t depth = 2 + Rng(input.key).fork("depth").below(depth_max - 1);
  run.scheduler = std::make_unique<sim::PctScheduler>(
      sim::PctOptions{.key = input.key,
                      .depth = static_cast<std::uint32_t>(depth),
                      .length = deliveries_per_intent * sim::expected_intents(run.scenario)});
}

}  // namespace

StrategyEntry strategies::pct() {
  return {.name = "pct",
          .meaning = "messages go by priorities of links that change at a few points (Burckhardt et al. 2010)",
          .fast_only = true,
          .make = make<PctStrategy>,
          .prepare = prepare_pct};
}

}  // namespace crisper::properties
