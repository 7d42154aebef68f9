// none, optimistic, commutative: nobody is kept out, and what follows from that.
#include "core/design/ownership_strategy.hpp"
#include "core/service/unguarded.hpp"

namespace crisper {
namespace {

OwnershipFactory nobody_kept_out() {
  return [] { return std::make_unique<Unguarded>(); };
}

}  // namespace

StrategyPlan strategies::none(StrategyBuild& build) {
  build.service.ownership = nobody_kept_out();
  return {.service = build.service};
}

StrategyPlan strategies::optimistic(StrategyBuild& build) {
  const OwnershipDesign& chosen = build.design.ownership;
  build.service.ownership = nobody_kept_out();
  build.service.expect_version = true;
  build.service.decide_again_limit = chosen.retries;
  build.service.backoff = chosen.backoff;
  if (chosen.on_conflict == OnConflict::merge) build.service.merging = build.merging;
  return {.service = build.service};
}

StrategyPlan strategies::commutative(StrategyBuild& build) {
  build.service.ownership = nobody_kept_out();
  build.service.expect_version = false;
  build.service.commutes = true;
  build.service.trusts_memory = true;
  return {.service = build.service};
}

}  // namespace crisper
