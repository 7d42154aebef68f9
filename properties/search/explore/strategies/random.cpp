// random: another seed for each run; all chance of the scenario follows from it. The baseline, and the only strategy
// whose runs are those that the scenario itself describes.
#include "properties/search/explore/strategy_registry.hpp"

namespace crisper::properties {
namespace {

class RandomStrategy final : public Strategy {
 public:
  using Strategy::Strategy;
  std::optional<HuntInput> input(std::uint64_t run) override { return plain_input("random", run); }
};

}  // namespace

StrategyEntry strategies::random() {
  return {.name = "random", .meaning = "another seed for each run", .make = make<RandomStrategy>};
}

}  // namespace crisper::properties
