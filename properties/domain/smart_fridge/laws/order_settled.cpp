// order_settled: each order ends paid and served, or neither.
#include <fmt/format.h>

#include <optional>

#include "core/base/counted.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class OrderSettled final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::effect_performed && seen.a == static_cast<std::int64_t>(EffectKind::mail)) return;
    if (seen.kind == ObservationKind::effect_performed) {
      Order& order = orders_[OrderId{seen.stream.number()}];  // the payment's number is its order's
      order.paid += seen.a == static_cast<std::int64_t>(EffectKind::charge) ? seen.b : -seen.b;
      order.payment = id;
    } else if (seen.stream.category() == order_category) {
      on_order(seen, id);
    } else if (const auto event = fridge_event(seen); event && event->what == FridgeEvent::What::confirmed) {
      orders_[event->order].served = id;
    }
  }

 private:
  struct Order {
    std::int64_t price = 0;  ///< cents
    std::int64_t paid = 0;   ///< charged less refunded
    SimTime placed_at{};
    ObservationId placed;
    ObservationId completed;
    ObservationId cancelled;
    ObservationId served;
    ObservationId payment;
  };

  void on_order(const Observation& seen, ObservationId id) {
    Order& order = orders_[OrderId{seen.stream.number()}];
    if (const auto* placed = body_as<OrderPlaced>(seen.payload)) {
      look();
      order.price = placed->price.value;
      order.placed_at = seen.at;
      order.placed = id;
    } else if (body_as<OrderCompleted>(seen.payload)) {
      order.completed = id;
    } else if (body_as<OrderCancelled>(seen.payload)) {
      order.cancelled = id;
    }
  }

  /// What is wrong with it; empty where it is settled.
  static std::string trouble_of(const Order& order) {
    const bool completed = order.completed.value != 0;
    const bool served = order.served.value != 0;
    if (order.placed.value == 0)
      return order.paid == 0 ? "" : fmt::format("cost {} and was never placed", counted(order.paid, "cent"));
    if (completed && order.cancelled.value != 0) return "was both completed and cancelled";
    if (!completed && order.cancelled.value == 0) return "was neither completed nor cancelled";
    if (completed && !served) return "was completed, but its meal was never handed over";
    if (completed && order.paid != order.price) {
      return fmt::format("was completed at {}, but {} {} paid", counted(order.price, "cent"), order.paid,
                         order.paid == 1 ? "was" : "were");
    }
    if (!completed && served) return "was cancelled, but its meal was sold";
    if (!completed && order.paid != 0) {
      return fmt::format("was cancelled, but {} kept", counted_was(order.paid, "cent"));
    }
    return {};
  }

  void judge_end(const RunEnd& end) override {
    std::uint64_t open = 0;
    for (const auto& [id, order] : orders_) {
      const std::string trouble = trouble_of(order);
      if (trouble.empty()) continue;
      ++open;
      if (!end.quiet || end.is_cut()) continue;  // it may still have been on its way
      violate(
          order.placed_at, {order.placed, order.completed, order.cancelled, order.served, order.payment},
          [&, &number = id] { return fmt::format("{} {}", names().stream(stream_of(number)), trouble); });
    }
    if (open > 0) leave_open(fmt::format("{}: {} not settled", end.trouble(), counted_was(open, "order")));
  }

  OrderedTable<OrderId, Order> orders_;
};

}  // namespace

PropertyEntry laws::order_settled() {
  return entry<OrderSettled>({.name = "order_settled",
                              .meaning = "each order ends paid and served, or neither",
                              .wants = {ObservationKind::event_appended, ObservationKind::effect_performed}});
}

}  // namespace crisper::smart_fridge
