#include "core/domain/smart_fridge/price.hpp"

#include <tuple>
#include <utility>

namespace crisper::smart_fridge {
namespace {

using Promoted = PriceDecider::State;

bool is_in_effect(const PromotionImported& row, Duration now) {
  return row.from <= now && (row.until == Duration::zero() || now < row.until);
}

/// Which of them holds at that time; null: none.
const PromotionImported* holding(const Promoted& state, Duration now) {
  const PromotionImported* best = nullptr;
  for (const auto& [id, row] : state.rows) {
    if (!is_in_effect(row, now)) continue;
    if (!best || std::tie(best->from, best->promotion) < std::tie(row.from, row.promotion)) best = &row;
  }
  return best;
}

/// What has happened, and the change of price that it brings.
Decision with_price(const Promoted& before, Payload happened, MealId meal) {
  const Promoted after = PriceDecider::evolve(before, happened);
  std::vector<Payload> events{std::move(happened)};
  const PromotionImported* row = holding(after, after.now);
  const PromotionId promotion = row ? row->promotion : PromotionId{};
  if (promotion != before.in_effect) {
    events.push_back(
        Payload::of(PriceChanged{.meal = meal, .promotion = promotion, .price = row ? row->price : Amount{}}));
  }
  return events;
}

Decision import(const Promoted& state, const ImportPromotion& command) {
  if (command.promotion.value == 0) return failure(Rejection{"a promotion without an id"});
  if (command.price.value <= 0) return failure(Rejection{"a promotion without a price"});
  const bool is_empty = command.until != Duration::zero() && command.until <= command.from;
  if (is_empty) return failure(Rejection{"a promotion that ends before it begins"});
  const PromotionImported row{.promotion = command.promotion,
                              .meal = command.meal,
                              .price = command.price,
                              .from = command.from,
                              .until = command.until};
  const auto known = state.rows.find(command.promotion);
  if (known == state.rows.end()) return with_price(state, Payload::of(row), command.meal);
  if (known->second == row) return std::vector<Payload>{};
  return failure(Rejection{"a promotion of this id is known, and says something else"});
}

}  // namespace

Decision PriceDecider::decide(const State& state, const Payload& command) {
  if (const auto* row = command.as<ImportPromotion>()) return import(state, *row);
  if (const auto* time = command.as<AdvanceTime>()) {
    if (time->now <= state.now) return std::vector<Payload>{};
    return with_price(state, Payload::of(TimeReached{.meal = time->meal, .now = time->now}), time->meal);
  }
  return failure(Rejection{"not a price's command"});
}

PriceDecider::State PriceDecider::evolve(State state, const Payload& event) {
  if (const auto* row = event.as<PromotionImported>()) {
    state.rows.emplace(row->promotion, *row);
  } else if (const auto* reached = event.as<TimeReached>()) {
    state.now = reached->now;
  } else if (const auto* changed = event.as<PriceChanged>()) {
    state.in_effect = changed->promotion;
  }
  return state;
}

}  // namespace crisper::smart_fridge
