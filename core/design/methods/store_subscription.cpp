// store_subscription: consumers subscribe to the store itself. Each from the position that it has saved on (catch_up),
// or its nodes compete for the events and the store remembers what is done, or they share the ranges of a change feed.
#include "core/design/methods/hand_over_plan.hpp"
#include "core/log/range_desk.hpp"

namespace crisper {

PublicationPlan methods::store_subscription(PublicationBuild& build) {
  PublicationPlan plan;
  plan.store.is_source = true;
  plan.feed = {.source = build.event_store,
               .offsets = OffsetKind::position,
               .timeout = build.design.event_log.redeliver_after};
  const SubscriptionKind kind = build.design.publication.subscription;
  if (kind == SubscriptionKind::catch_up) {
    FanOutOptions options = build.fan_out();
    options.offsets = OffsetKind::position;
    plan.store.distributor = [options](const EventSource& source) { return std::make_unique<FanOut>(options, source); };
    return plan;
  }
  HandOverOptions options = hand_over_from(build, plan, build.event_store);
  if (kind == SubscriptionKind::ranges) {
    RangeOptions ranges{.groups = options.groups,
                        .steps = {RangeStep{.at = {}, .ranges = 4}},
                        .batch = build.design.event_log.batch,
                        .retry = options.retry,
                        .retry_max = options.retry_max};
    const std::vector<RangeStep>& chosen = build.design.publication.ranges;
    if (!chosen.empty()) ranges.steps = chosen;
    plan.store.distributor = [ranges](const EventSource& source) {
      return std::make_unique<RangeDesk>(ranges, source);
    };
    return plan;
  }
  options.offsets = OffsetKind::position;
  options.pinned = kind == SubscriptionKind::pinned;
  options.expire_after = Duration::max();  // a store forgets nothing
  plan.store.distributor = [options](const EventSource& source) {
    return std::make_unique<HandOverDesk>(options, source);
  };
  return plan;
}

}  // namespace crisper
