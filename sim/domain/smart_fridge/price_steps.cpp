#include "core/domain/smart_fridge/price.hpp"
#include "sim/domain/smart_fridge/script_step.hpp"

namespace crisper::smart_fridge::steps {

using namespace sim;

Step promotion() {
  auto record = new_record<Words>();
  record->field("number", &Words::number, numbered(), "of the promotion: what it is known by")
      .required()
      .field("meal", &Words::meal, numbered(), "of which meal")
      .field("price", &Words::price, amount(1), "of one, in cents")
      .field("from", &Words::from_time, duration({.most = longest_step}), "when it begins, by the clock of prices")
      .field("until", &Words::until, duration({.most = longest_step}), "when it ends; 0s: it doesn't");
  return {.key = "promotion",
          .doc = "a row of a batch of promotions is imported",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                const MealId meal{words.meal};
                intent.stream = price_stream_of(meal);
                intent.body = Payload::of(ImportPromotion{.promotion = PromotionId{words.number},
                                                          .meal = meal,
                                                          .price = Amount{words.price},
                                                          .from = words.from_time,
                                                          .until = words.until});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* row = intent.body.as<ImportPromotion>();
                if (!row) return false;
                words.number = row->promotion.value;
                words.meal = row->meal.value;
                words.price = row->price.value;
                words.from_time = row->from;
                words.until = row->until;
                return true;
              }};
}

Step advance_time() {
  auto record = new_record<Words>();
  record->field("meal", &Words::meal, numbered(), "whose price")
      .field("now", &Words::from_time, duration({.least = Duration(1), .most = longest_step}), "how late it is")
      .required();
  return {.key = "advance_time",
          .doc = "the clock of prices tells a price how late it is",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                const MealId meal{words.meal};
                intent.stream = price_stream_of(meal);
                intent.body = Payload::of(AdvanceTime{.meal = meal, .now = words.from_time});
                intent.restates = true;
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* told = intent.body.as<AdvanceTime>();
                if (!told) return false;
                words.meal = told->meal.value;
                words.from_time = told->now;
                return true;
              }};
}

}  // namespace crisper::smart_fridge::steps
