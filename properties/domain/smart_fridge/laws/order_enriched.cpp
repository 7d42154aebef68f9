// order_enriched: what was reserved for an order goes on with what the order said, once, and nothing goes on for which
// nothing was reserved.
#include <fmt/format.h>

#include "core/base/counted.hpp"
#include "core/domain/smart_fridge/order_enricher.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class OrderIsEnriched final : public Property {
 public:
  OrderIsEnriched(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    const auto* business = dynamic_cast<const SmartFridge*>(domain());
    enriches_ = business && business->options().enrich;
  }

  void observe(const Observation& seen, ObservationId id) override {
    if (!enriches_) return;
    if (const auto* placed = body_as<OrderPlaced>(seen.payload)) {
      Order& order = orders_[placed->order];
      order.said = *placed;
      order.placed = id;
    } else if (const auto* reserved = body_as<MealReserved>(seen.payload)) {
      Order& order = orders_[reserved->order];
      order.reserved = id;
      order.reserved_at = seen.at;
    } else if (const auto* enriched = body_as<OrderEnriched>(seen.payload)) {
      look();
      check(*enriched, seen, id);
    }
  }

 private:
  struct Order {
    OrderPlaced said;
    ObservationId placed;
    ObservationId reserved;
    SimTime reserved_at{};
    ObservationId enriched;
  };

  static bool says_the_same(const OrderEnriched& event, const OrderPlaced& order) {
    return event.customer == order.customer && event.fridge == order.fridge && event.meal == order.meal &&
           event.quantity == order.quantity && event.price == order.price;
  }

  void check(const OrderEnriched& event, const Observation& seen, ObservationId id) {
    Order& order = orders_[event.order];
    const std::string_view wrong = order.enriched.value != 0   ? "twice"
                                   : order.placed.value == 0   ? "though it was never placed"
                                   : order.reserved.value == 0 ? "though nothing was reserved for it"
                                   : !says_the_same(event, order.said) ? "with what it didn't say"
                                                                       : "";
    if (!wrong.empty()) {
      violate(seen.at, {order.placed, order.reserved, order.enriched, id}, [&] {
        return fmt::format("{} was handed on {}", names().stream(stream_of(event.order)), wrong);
      });
    }
    order.enriched = id;
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    std::uint64_t missing = 0;
    for (const auto& [number, order] : orders_) {
      if (order.placed.value == 0 || order.reserved.value == 0 || order.enriched.value != 0) continue;
      ++missing;
      if (!end.quiet) continue;
      violate(order.reserved_at, {order.placed, order.reserved}, [&, &which = number] {
        return fmt::format("{} has its meals, and was never handed on", names().stream(stream_of(which)));
      });
    }
    if (missing > 0) leave_open(fmt::format("{}: {} on the way", end.trouble(), counted_was(missing, "order")));
  }

  bool enriches_ = false;
  OrderedTable<OrderId, Order> orders_;
};

}  // namespace

PropertyEntry laws::order_enriched() {
  return entry<OrderIsEnriched>({.name = "order_enriched",
                                 .meaning = "what is reserved for an order goes on with all that the order said, once",
                                 .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
