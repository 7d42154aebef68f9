// promotions_in_time: a promotion that was imported changes the price at its time, by the true time: never before it,
// and once all is quiet what a meal costs is what the promotions say that it costs then.
#include <fmt/format.h>

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
      rows_[row->promotion] = {*row, id};
    } else if (const auto* changed = body_as<PriceChanged>(seen.payload)) {
      prices_[changed->meal] = {*changed, id};
      if (changed->promotion.value != 0) check_begin(*changed, seen, id);
    }
  }

 private:
  struct Row {
    PromotionImported said;
    ObservationId id;
  };
  struct Price {
    PriceChanged said;
    ObservationId id;
  };

  void check_begin(const PriceChanged& changed, const Observation& seen, ObservationId id) {
    const Row* row = rows_.find(changed.promotion);
    if (!row || seen.at >= sim_start + row->said.from) return;
    violate(seen.at, {row->id, id}, [&] {
      return fmt::format("meal {} costs {} by promotion {} at {}, which begins at {}", changed.meal.value,
                         changed.price.value, changed.promotion.value, to_text(seen.at),
                         to_text(sim_start + row->said.from));
    });
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut() || rows_.size() == 0) return;
    if (!end.quiet) return leave_open(end.trouble());
    if (given_up_) return leave_open("a batch's row, or what the clock of prices had to say, was given up");
    OrderedTable<MealId, const Row*> due;
    for (const auto& [id, row] : rows_) {
      const Row*& best = due[row.said.meal];
      if (is_due(row.said, end.at) && (!best || comes_later(row.said, best->said))) best = &row;
    }
    for (const auto& [meal, row] : due) {
      const PromotionId promotion = row ? row->said.promotion : PromotionId{};
      const Price* price = prices_.find(meal);
      const PromotionId there = price ? price->said.promotion : PromotionId{};
      if (promotion == there) continue;
      violate(end.at, {row ? row->id : ObservationId{}, price ? price->id : ObservationId{}}, [&, &of = meal] {
        return fmt::format("meal {} is sold by promotion {} in the end, where promotion {} is due (0: none)", of.value,
                           there.value, promotion.value);
      });
    }
  }

  static bool is_due(const PromotionImported& row, SimTime at) {
    const bool is_over = row.until != Duration::zero() && at >= sim_start + row.until;
    return at >= sim_start + row.from && !is_over;
  }
  static bool comes_later(const PromotionImported& row, const PromotionImported& other) {
    return row.from != other.from ? row.from > other.from : row.promotion > other.promotion;
  }

  bool given_up_ = false;
  OrderedTable<PromotionId, Row> rows_;
  OrderedTable<MealId, Price> prices_;
};

}  // namespace

PropertyEntry laws::promotions_in_time() {
  return entry<PromotionsInTime>({.name = "promotions_in_time",
                                  .meaning = "a promotion changes the price at its time, and not before",
                                  .wants = {ObservationKind::event_appended, ObservationKind::command_gave_up}});
}

}  // namespace crisper::smart_fridge
