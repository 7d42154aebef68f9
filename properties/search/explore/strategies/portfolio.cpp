// portfolio: all strategies that the engine allows and that share, with one budget: no single one finds every bug
// first. Who meets more that is new makes more of the runs.
//
// A bandit with several arms (Robbins: "Some Aspects of the Sequential Design of Experiments", 1952), by a rule that
// anybody can follow: runs come in generations of `generation` numbers. In each, every member makes `least`, and the
// rest go to them in proportion to (news + 1) / (runs + 2), counted over what was learnt so far, each generation half
// as much as the one after it. In which order is drawn, so that no shard of a hunt misses one.
//
// Deterministic: the shares of a generation follow from runs below the generation before it, as in feedback.
#include <algorithm>
#include <numeric>

#include "properties/search/explore/strategy_registry.hpp"

namespace crisper::properties {
namespace {

constexpr std::uint64_t shared_generation = 64;
constexpr std::uint64_t least = 2;

class PortfolioStrategy final : public Strategy {
 public:
  explicit PortfolioStrategy(const StrategySetup& given) : Strategy(given) {
    for (const StrategyEntry& entry : all_strategies()) {
      const bool possible = !entry.fast_only || given.engine == "fast";
      if (possible && !entry.alone) members_.push_back({.name = entry.name, .strategy = entry.make(given)});
    }
  }

  std::optional<HuntInput> input(std::uint64_t run) override {
    const std::uint64_t own = run / shared_generation;
    while (shares_.size() <= own && known_below(shares_.size()) <= learnt_below_) share();
    if (shares_.size() <= own) return std::nullopt;
    return members_[shares_[own][run % shared_generation]].strategy->input(run);
  }

  void learn(std::uint64_t run, const HuntInput& input, const RunRecord& record, bool news) override {
    while (known_below(shares_.size()) <= run) share();  // before this run counts
    learnt_below_ = run + setup().shards;
    for (Member& member : members_) {
      member.strategy->learn(run, input, record, news);
      if (member.name != input.strategy) continue;
      ++member.runs;
      member.news += news;
    }
  }

  bool wants_plans() const override {
    return std::ranges::any_of(members_, [](const Member& member) { return member.strategy->wants_plans(); });
  }

 private:
  struct Member {
    std::string_view name;
    std::unique_ptr<Strategy> strategy;
    std::uint64_t runs = 0;
    std::uint64_t news = 0;  ///< of them, those that met something new
  };

  static std::uint64_t known_below(std::uint64_t own) { return own < 2 ? 0 : (own - 1) * shared_generation; }

  /// Who makes which run of the next generation.
  void share() {
    std::vector<std::uint64_t> weights;
    for (Member& member : members_) {
      weights.push_back((member.news + 1) * 1'000'000 / (member.runs + 2));
      member.news /= 2;
      member.runs /= 2;
    }
    const std::uint64_t all = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
    const std::uint64_t free = shared_generation - least * members_.size();
    std::vector<std::size_t> makers;
    for (std::size_t i = 0; i < members_.size(); ++i) makers.insert(makers.end(), least + free * weights[i] / all, i);
    for (std::size_t i = 0; makers.size() < shared_generation; ++i) makers.push_back(i % members_.size());
    Rng rng = setup().rng("portfolio", shares_.size());
    for (std::size_t left = makers.size(); left > 1; --left) std::swap(makers[left - 1], makers[rng.below(left)]);
    shares_.push_back(std::move(makers));
  }

  std::vector<Member> members_;
  std::vector<std::vector<std::size_t>> shares_;  ///< by generation: the places of those who make its runs
  std::uint64_t learnt_below_ = 0;
};

}  // namespace

StrategyEntry strategies::portfolio() {
  return {.name = "portfolio",
          .meaning = "all of them but lineage share the runs, the more the more they find (the default)",
          .independent = false,
          .alone = true,
          .make = make<PortfolioStrategy>};
}

}  // namespace crisper::properties
