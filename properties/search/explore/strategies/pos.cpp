// pos: every message has a priority, drawn anew when one that it raced with was delivered:
// sim/schedule/pos_scheduler.hpp.
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/schedule/pos_scheduler.hpp"

namespace crisper::properties {
namespace {

class PosStrategy final : public Strategy {
 public:
  using Strategy::Strategy;
  std::optional<HuntInput> input(std::uint64_t run) override { return keyed_input("pos", run); }
};

void prepare_pos(const HuntInput& input, HuntRun& run) {
  run.scheduler = std::make_unique<sim::PosScheduler>(input.key);
}

}  // namespace

StrategyEntry strategies::pos() {
  return {.name = "pos",
          .meaning = "messages go by priorities of their own, new ones after every race (Yuan et al. 2018)",
          .fast_only = true,
          .make = make<PosStrategy>,
          .prepare = prepare_pos};
}

}  // namespace crisper::properties
