// portfolio: all strategies that the engine allows and that share, with one budget: no single one finds every bug
// first. Of as many runs as there are strategies, each makes one; in which order is drawn, so that no shard of a hunt
// misses one.
#include <algorithm>

#include "properties/search/explore/strategy_registry.hpp"

namespace crisper::properties {
namespace {

class PortfolioStrategy final : public Strategy {
 public:
  explicit PortfolioStrategy(const StrategySetup& given) : Strategy(given) {
    for (const StrategyEntry& entry : all_strategies()) {
      const bool possible = !entry.fast_only || given.engine == "fast";
      if (possible && !entry.alone) members_.push_back(entry.make(given));
    }
  }

  std::optional<HuntInput> input(std::uint64_t run) override {
    const std::uint64_t round = run / members_.size();
    const std::uint64_t turn = setup().rng("portfolio", round).next();
    return members_[(run + turn % members_.size()) % members_.size()]->input(run);
  }
  void learn(std::uint64_t run, const HuntInput& input, const RunRecord& record, bool news) override {
    for (const auto& member : members_) member->learn(run, input, record, news);
  }
  bool wants_plans() const override {
    return std::ranges::any_of(members_, [](const auto& member) { return member->wants_plans(); });
  }

 private:
  std::vector<std::unique_ptr<Strategy>> members_;
};

}  // namespace

StrategyEntry strategies::portfolio() {
  return {.name = "portfolio",
          .meaning = "all of them share the runs (the default)",
          .independent = false,
          .alone = true,
          .make = make<PortfolioStrategy>};
}

}  // namespace crisper::properties
