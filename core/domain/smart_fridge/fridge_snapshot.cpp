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

struct SavedAwaited {
  MealId meal;
  std::uint64_t report = 0;
  Quantity by = 0;
  friend bool operator==(const SavedAwaited&, const SavedAwaited&) = default;
  CRISPER_FIELDS(meal, report, by)
};

/// Of one that waits for a report to be confirmed, too.
struct SavedWaiter {
  CRISPER_BODY(SavedWaiter);
  SavedReporter reporter;
  std::vector<SavedAwaited> awaited;
  CRISPER_FIELDS(reporter, awaited)
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
  if (state.awaited.empty()) return Payload::of(std::move(reporter));
  SavedWaiter waiter{.reporter = std::move(reporter), .awaited = {}};
  for (const auto& [meal, it] : state.awaited) {
    waiter.awaited.push_back({.meal = meal, .report = it.report, .by = it.by});
  }
  return Payload::of(std::move(waiter));
}

FridgeDecider::State FridgeDecider::restore(const Payload& payload, std::uint32_t schema) {
  State state;
  const auto* waiter = payload.as<SavedWaiter>();
  const SavedReporter* reporter = waiter ? &waiter->reporter : payload.as<SavedReporter>();
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
  if (!waiter) return state;
  for (const SavedAwaited& each : waiter->awaited) state.awaited[each.meal] = {.report = each.report, .by = each.by};
  return state;
}

}  // namespace crisper::smart_fridge
