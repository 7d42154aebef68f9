#include "core/domain/smart_fridge/price.hpp"

#include <iterator>
#include <utility>

namespace crisper::smart_fridge {
namespace {

using Promoted = PriceDecider::State;

/// Its place among rows by which of them holds.
std::pair<Duration, PromotionId> place_of(const PromotionImported& row) { return {row.from, row.promotion}; }

bool has_ended(const PromotionImported& row, Duration now) { return row.until != Duration::zero() && row.until <= now; }

/// The last row, from the back, that hasn't ended by then; null: none. What it passes over is over for good.
const PromotionImported* last_going_on(const Promoted& state, PriceDecider::ByBegin::const_iterator begin,
                                       PriceDecider::ByBegin::const_iterator end, Duration now) {
  while (end != begin) {
    const PromotionImported& row = state.rows.at((--end)->second);
    if (!has_ended(row, now)) return &row;
  }
  return nullptr;
}

/// Which row holds once it is so late.
const PromotionImported* holding(const Promoted& state, Duration now) {
  const auto begin = state.to_come.begin();
  const auto end = state.to_come.lower_bound({now + Duration(1), PromotionId{}});
  if (const PromotionImported* begins = last_going_on(state, begin, end, now)) return begins;
  return last_going_on(state, state.begun.begin(), state.begun.end(), now);
}

/// What has happened, and the change of price that it brings where this row holds from then on.
Decision with_price(const Promoted& before, Payload happened, MealId meal, const PromotionImported* row) {
  std::vector<Payload> events{std::move(happened)};
  const PromotionId promotion = row ? row->promotion : PromotionId{};
  if (promotion != before.in_effect) {
    events.push_back(
        Payload::of(PriceChanged{.meal = meal, .promotion = promotion, .price = row ? row->price : Amount{}}));
  }
  return events;
}

/// Takes in what begins, and lets go of what has ended and nobody would hold before.
void advance(Promoted& state, Duration now) {
  state.now = now;
  while (!state.to_come.empty() && state.to_come.begin()->first <= now) {
    state.begun.insert(state.to_come.extract(state.to_come.begin()));
  }
  while (!state.begun.empty() && has_ended(state.rows.at(state.begun.rbegin()->second), now)) {
    state.begun.erase(std::prev(state.begun.end()));
  }
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
  if (known == state.rows.end()) {
    const PromotionImported* holds = holding(state, state.now);
    const bool is_in_effect = row.from <= state.now && !has_ended(row, state.now);
    if (is_in_effect && (!holds || place_of(*holds) < place_of(row))) holds = &row;
    return with_price(state, Payload::of(row), command.meal, holds);
  }
  if (known->second == row) return std::vector<Payload>{};
  return failure(Rejection{"a promotion of this id is known, and says something else"});
}

}  // namespace

Decision PriceDecider::decide(const State& state, const Payload& command) {
  if (const auto* row = command.as<ImportPromotion>()) return import(state, *row);
  if (const auto* time = command.as<AdvanceTime>()) {
    if (time->now <= state.now) return std::vector<Payload>{};
    return with_price(state, Payload::of(TimeReached{.meal = time->meal, .now = time->now}), time->meal,
                      holding(state, time->now));
  }
  return failure(Rejection{"not a price's command"});
}

PriceDecider::State PriceDecider::evolve(State state, const Payload& event) {
  if (const auto* row = event.as<PromotionImported>()) {
    if (!state.rows.emplace(row->promotion, *row).second || has_ended(*row, state.now)) return state;
    (row->from <= state.now ? state.begun : state.to_come).insert(place_of(*row));
  } else if (const auto* reached = event.as<TimeReached>()) {
    advance(state, reached->now);
  } else if (const auto* changed = event.as<PriceChanged>()) {
    state.in_effect = changed->promotion;
  }
  return state;
}

}  // namespace crisper::smart_fridge
