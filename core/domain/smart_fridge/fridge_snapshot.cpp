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

struct SavedAdjustment {
  MealId meal;
  Quantity by_reports = 0;
  friend bool operator==(const SavedAdjustment&, const SavedAdjustment&) = default;
  CRISPER_FIELDS(meal, by_reports)
};

/// Of one that has had reports, too.
struct SavedReporter {
  CRISPER_BODY(SavedReporter);
  SavedFridge fridge;
  std::uint64_t last_report = 0;
  std::vector<SavedAdjustment> adjusted;
  CRISPER_FIELDS(fridge, last_report, adjusted)
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
  if (state.last_report == 0 && state.by_reports.empty()) return Payload::of(std::move(saved));
  SavedReporter reporter{.fridge = std::move(saved), .last_report = state.last_report, .adjusted = {}};
  for (const auto& [meal, sum] : state.by_reports) reporter.adjusted.push_back({.meal = meal, .by_reports = sum});
  return Payload::of(std::move(reporter));
}

FridgeDecider::State FridgeDecider::restore(const Payload& payload, std::uint32_t schema) {
  State state;
  const auto* reporter = payload.as<SavedReporter>();
  const SavedFridge* saved = reporter ? &reporter->fridge : payload.as<SavedFridge>();
  for (const SavedReservation& each : saved->reserved) {
    state.reserved[each.order] = {each.meal, each.quantity};
    state.reserved_of[each.meal] += each.quantity;
  }
  for (const SavedStock& each : saved->stock) {
    state.stock[each.meal] = each.quantity - counted_in(state, each.meal, schema);
  }
  state.settled.insert(saved->settled.begin(), saved->settled.end());
  state.off = saved->off;
  if (!reporter) return state;
  state.last_report = reporter->last_report;
  for (const SavedAdjustment& each : reporter->adjusted) state.by_reports[each.meal] = each.by_reports;
  return state;
}

}  // namespace crisper::smart_fridge
