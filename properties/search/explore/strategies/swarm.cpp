// swarm: each run draws which faults and which parts of the workload there are at all. What hides a bug is often one
// feature that keeps another from going far: a run with few of them goes where a run with all never does.
//
// Groce, Zhang, Eide, Chen, Regehr: "Swarm Testing", ISSTA 2012: each feature is left out of a configuration with
// probability one half.
#include "properties/search/explore/scenario_parts.hpp"
#include "properties/search/explore/strategy_registry.hpp"

namespace crisper::properties {
namespace {

class SwarmStrategy final : public Strategy {
 public:
  explicit SwarmStrategy(const StrategySetup& given)
      : Strategy(given), parts_(parts_of(*given.scenario)) {}

  std::optional<HuntInput> input(std::uint64_t run) override {
    HuntInput input = plain_input("swarm", run);
    Rng rng = setup().rng("swarm", run);
    for (const std::string& part : parts_) {
      if (rng.below(2) == 0) input.off.push_back(part);
    }
    return input;
  }

 private:
  std::vector<std::string> parts_;
};

}  // namespace

StrategyEntry strategies::swarm() {
  return {.name = "swarm",
          .meaning = "each run draws which faults and parts of the workload are on at all (Groce et al. 2012)",
          .make = make<SwarmStrategy>};
}

}  // namespace crisper::properties
