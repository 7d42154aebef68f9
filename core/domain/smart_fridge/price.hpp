// Price: what a meal costs everywhere, and the promotions that change it for a while. Promotions are made elsewhere, in
// a spreadsheet; a batch of its rows is imported in one direction, and nobody here changes one.
//
//   ImportPromotion  -> PromotionImported, and PriceChanged where its time has come
//   AdvanceTime      -> TimeReached, and PriceChanged where a promotion begins or ends
//
// Time is what the clock of prices says: one process of its own says it to each price. No decider looks at a clock.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "core/base/sim_time.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/service/decider.hpp"

namespace crisper::smart_fridge {

using PromotionId = StrongId<struct PromotionTag>;

inline constexpr StreamCategory price_category{8};
constexpr StreamId price_stream_of(MealId meal) { return StreamId::of(price_category, meal.value); }

// ---- commands, on the price of a meal

/// A row of a batch. Times count from the start of the run, as the clock of prices does.
struct ImportPromotion {
  CRISPER_BODY(ImportPromotion);
  PromotionId promotion;
  MealId meal;
  Amount price;               ///< of one meal
  Duration from{};            ///< it is in effect from here …
  Duration until{};           ///< … to here; zero: for good
  CRISPER_FIELDS(promotion, meal, price, from, until)
};

/// It is so late by the clock of prices.
struct AdvanceTime {
  CRISPER_BODY(AdvanceTime);
  MealId meal;
  Duration now{};
  CRISPER_FIELDS(meal, now)
};

// ---- events

struct PromotionImported {
  CRISPER_BODY(PromotionImported);
  PromotionId promotion;
  MealId meal;
  Amount price;
  Duration from{};
  Duration until{};
  CRISPER_FIELDS(promotion, meal, price, from, until)
};

struct TimeReached {
  CRISPER_BODY(TimeReached);
  MealId meal;
  Duration now{};
  CRISPER_FIELDS(meal, now)
};

/// A meal costs this from now on.
struct PriceChanged {
  CRISPER_BODY(PriceChanged);
  MealId meal;
  PromotionId promotion;  ///< zero: none is in effect, and the list price holds
  Amount price;           ///< zero with that
  CRISPER_FIELDS(meal, promotion, price)
};

/// A row is known by its id: the same one again changes nothing, and one of that id that says something else is
/// rejected. One that comes late is in effect from then on. Of several in effect, the one that began last holds; of
/// those that began together, the one with the highest id. A decision costs O(log n) of the rows known, amortised: each
/// begins once and ends once. It keeps no snapshots: a price's stream has a few events for each row, and none else.
struct PriceDecider {
  /// Rows in the order in which they hold: the last of those in effect does.
  using ByBegin = std::set<std::pair<Duration, PromotionId>>;
  struct State {
    std::map<PromotionId, PromotionImported> rows;
    ByBegin to_come;   ///< from later than now
    ByBegin begun;     ///< the last of them is in effect; before it there may be some that have ended
    Duration now{};
    PromotionId in_effect;  ///< as PriceChanged last said
  };
  static State initial() { return {}; }
  static Decision decide(const State& state, const Payload& command);
  static State evolve(State state, const Payload& event);
};

}  // namespace crisper::smart_fridge
