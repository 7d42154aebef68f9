// price_as_promised: who orders pays a price that the meal has, or had no longer ago than a price is promised.
#include <fmt/format.h>

#include <optional>
#include <vector>

#include "core/domain/smart_fridge/price.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class PriceAsPromised final : public Property {
 public:
  PriceAsPromised(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    const auto* business = dynamic_cast<const SmartFridge*>(domain());
    if (business && business->options().prices) promise_ = business->options().price_promise;
  }

  void observe(const Observation& seen, ObservationId id) override {
    if (!promise_) return;
    if (seen.kind == ObservationKind::command_submitted) {
      if (seen.stream.category() != order_category || asked_.find(seen.stream)) return;
      asked_[seen.stream] = seen.at;
    } else if (const auto* changed = body_as<PriceChanged>(seen.payload)) {
      std::vector<Price>& prices = prices_[changed->meal];
      if (!prices.empty()) {
        prices.back().until = seen.at;
        prices.back().ended_by = id;
      }
      prices.push_back({.price = changed->price.value, .until = {}, .id = id});
    } else if (const auto* placed = body_as<OrderPlaced>(seen.payload)) {
      look();
      check(*placed, seen, id);
    }
  }

 private:
  struct Price {
    std::int64_t price = 0;
    std::optional<SimTime> until;  ///< empty: it is in effect
    ObservationId id;
    ObservationId ended_by{};
  };

  void check(const OrderPlaced& order, const Observation& seen, ObservationId id) {
    const SimTime* asked = asked_.find(seen.stream);
    const SimTime ordered = asked ? *asked : seen.at;  // what the order waits for afterwards is no wrong price
    const Price* last = nullptr;
    for (const Price& each : prices_[order.meal]) {
      if (each.price * order.quantity != order.price.value || each.price == 0) continue;
      if (!each.until || ordered - *each.until <= *promise_) return;
      last = &each;
    }
    violate(seen.at, {last ? last->id : ObservationId{}, last ? last->ended_by : ObservationId{}, id}, [&] {
      const std::string when =
          last ? fmt::format("which they cost until {}", to_text(*last->until)) : "which they never did";
      return fmt::format("{} is for {} of meal {} at {} cents, {}", names().stream(seen.stream), order.quantity,
                         order.meal.value, order.price.value, when);
    });
  }

  std::optional<Duration> promise_;  ///< empty: there are no prices
  OrderedTable<MealId, std::vector<Price>> prices_;
  OrderedTable<StreamId, SimTime> asked_;  ///< when the customer ordered
};

}  // namespace

PropertyEntry laws::price_as_promised() {
  return entry<PriceAsPromised>({.name = "price_as_promised",
                                 .meaning = "who orders pays a price that the meal has, or had within the promise",
                                 .wants = {ObservationKind::event_appended, ObservationKind::command_submitted}});
}

}  // namespace crisper::smart_fridge
