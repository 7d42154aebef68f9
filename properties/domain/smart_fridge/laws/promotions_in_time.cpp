// promotions_in_time: a promotion that was imported changes the price at its time, by the true time: it neither begins
// nor ends before it, and once all is quiet what a meal costs is what the promotions say that it costs then.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/domain/smart_fridge/price.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class PromotionsInTime final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::command_gave_up) {
      if (seen.stream.category() == price_category) given_up_ = true;
    } else if (const auto* row = body_as<PromotionImported>(seen.payload)) {
      look();
      meals_[row->meal].rows.push_back({*row, id});
    } else if (const auto* changed = body_as<PriceChanged>(seen.payload)) {
      Meal& meal = meals_[changed->meal];
      check_change(meal, *changed, seen, id);
      meal.told = changed->promotion;
      meal.last = id;
    }
  }

 private:
  struct Row {
    PromotionImported said;
    ObservationId id;
  };
  /// What is known of a meal. An id is one promotion's among those of its meal.
  struct Meal {
    std::vector<Row> rows;
    PromotionId told;        ///< by the last change of its price
    ObservationId last;      ///< that change
    Duration not_before{};   ///< no change to come is of an earlier time: its price's time doesn't go back
  };

  /// A change may be late, so what it tells was due at some time until now, and not before the changes until then.
  void check_change(Meal& meal, const PriceChanged& changed, const Observation& seen, ObservationId id) {
    const Row* row = find(meal, changed.promotion);
    const bool is_known = row || changed.promotion.value == 0;
    const Duration now = seen.at - sim_start;
    const std::optional<Duration> due = is_known ? first_due(meal, row, meal.not_before, now) : std::nullopt;
    if (due) {
      meal.not_before = *due;
      return;
    }
    const Row* right = holding(meal, now);
    violate(seen.at, {row ? row->id : ObservationId{}, right ? right->id : ObservationId{}, id}, [&] {
      return fmt::format("meal {} is sold by promotion {} at {}, where promotion {} is due (0: none)",
                         changed.meal.value, changed.promotion.value, to_text(seen.at), promotion_of(right).value);
    });
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut() || observed() == 0) return;
    if (!end.quiet) return leave_open(end.trouble());
    if (given_up_) return leave_open("a batch's row, or what the clock of prices had to say, was given up");
    for (const auto& [number, meal] : meals_) {
      const Row* row = holding(meal, end.at - sim_start);
      if (promotion_of(row) == meal.told) continue;
      violate(end.at, {row ? row->id : ObservationId{}, meal.last}, [&, &of = number, &here = meal] {
        return fmt::format("meal {} is sold by promotion {} in the end, where promotion {} is due (0: none)", of.value,
                           here.told.value, promotion_of(row).value);
      });
    }
  }

  static PromotionId promotion_of(const Row* row) { return row ? row->said.promotion : PromotionId{}; }
  static const Row* find(const Meal& meal, PromotionId promotion) {
    const auto found = std::ranges::find_if(
        meal.rows, [&](const Row& each) { return each.said.promotion == promotion; });
    return found == meal.rows.end() ? nullptr : &*found;
  }
  static bool is_over(const PromotionImported& row, Duration at) {
    return row.until != Duration::zero() && at >= row.until;
  }
  static bool is_in_effect(const PromotionImported& row, Duration at) { return at >= row.from && !is_over(row, at); }
  static bool comes_later(const PromotionImported& row, const PromotionImported& other) {
    return row.from != other.from ? row.from > other.from : row.promotion > other.promotion;
  }

  static const Row* holding(const Meal& meal, Duration at) {
    const Row* best = nullptr;
    for (const Row& each : meal.rows) {
      if (is_in_effect(each.said, at) && (!best || comes_later(each.said, best->said))) best = &each;
    }
    return best;
  }

  /// The first time of these at which that row holds; without a row, at which none does. Looks at all rows once for
  /// each that is in its way.
  static std::optional<Duration> first_due(const Meal& meal, const Row* row, Duration from, Duration to) {
    Duration at = row ? std::max(from, row->said.from) : from;
    while (at <= to && !(row && is_over(row->said, at))) {
      const auto other = std::ranges::find_if(meal.rows, [&](const Row& each) {
        return is_in_effect(each.said, at) && (!row || comes_later(each.said, row->said));
      });
      if (other == meal.rows.end()) return at;
      if (other->said.until == Duration::zero()) return std::nullopt;
      at = other->said.until;
    }
    return std::nullopt;
  }

  bool given_up_ = false;
  OrderedTable<MealId, Meal> meals_;
};

}  // namespace

PropertyEntry laws::promotions_in_time() {
  return entry<PromotionsInTime>({.name = "promotions_in_time",
                                  .meaning = "a promotion changes the price no sooner than at its time, and in the end",
                                  .wants = {ObservationKind::event_appended, ObservationKind::command_gave_up}});
}

}  // namespace crisper::smart_fridge
