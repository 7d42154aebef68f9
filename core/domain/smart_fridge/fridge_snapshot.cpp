// How a fridge's state is kept as a snapshot.
#include "core/domain/smart_fridge/fridge.hpp"

namespace crisper::smart_fridge {
namespace {

struct SavedStock {
  MealId meal;
  Quantity quantity = 0;
  friend bool operator==(const SavedStock&, const SavedStock&) = default;
  CRISPER_FIELDS(meal, quantity)
};

struct SavedReservation {
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  friend bool operator==(const SavedReservation&, const SavedReservation&) = default;
  CRISPER_FIELDS(order, meal, quantity)
};

/// Of both schemas.
struct SavedFridge {
  CRISPER_BODY(SavedFridge);
  std::vector<SavedStock> stock;
  std::vector<SavedReservation> reserved;
  std::vector<OrderId> settled;
  bool off = false;
  CRISPER_FIELDS(stock, reserved, settled, off)
};

/// What of the reserved meals the stock of that schema counts in.
Quantity counted_in(const FridgeDecider::State& state, MealId meal, std::uint32_t schema) {
  const auto reserved = state.reserved_of.find(meal);
  const bool counts = schema < FridgeDecider::snapshot_schema && reserved != state.reserved_of.end();
  return counts ? reserved->second : 0;
}

}  // namespace

Payload FridgeDecider::save(const State& state, std::uint32_t schema) {
  SavedFridge saved;
  for (const auto& [meal, for_sale] : state.stock) {
    saved.stock.push_back({.meal = meal, .quantity = for_sale + counted_in(state, meal, schema)});
  }
  for (const auto& [order, it] : state.reserved) {
    saved.reserved.push_back({.order = order, .meal = it.meal, .quantity = it.quantity});
  }
  saved.settled.assign(state.settled.begin(), state.settled.end());
  saved.off = state.off;
  return Payload::of(std::move(saved));
}

FridgeDecider::State FridgeDecider::restore(const Payload& payload, std::uint32_t schema) {
  State state;
  const auto* saved = payload.as<SavedFridge>();
  for (const SavedReservation& each : saved->reserved) {
    state.reserved[each.order] = {each.meal, each.quantity};
    state.reserved_of[each.meal] += each.quantity;
  }
  for (const SavedStock& each : saved->stock) {
    state.stock[each.meal] = each.quantity - counted_in(state, each.meal, schema);
  }
  state.settled.insert(saved->settled.begin(), saved->settled.end());
  state.off = saved->off;
  return state;
}

}  // namespace crisper::smart_fridge
