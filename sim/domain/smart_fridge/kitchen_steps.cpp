#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "sim/domain/smart_fridge/script_step.hpp"

namespace crisper::smart_fridge::steps {

using namespace sim;

Step load() {
  auto record = place_words();
  record->field("quantity", &Words::quantity, amount(1), "how many meals");
  return {.key = "load",
          .doc = "the kitchen puts meals into a fridge",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                intent.stream = stream_of(FridgeId{words.fridge});
                intent.body = Payload::of(LoadMeals{.meal = MealId{words.meal}, .quantity = words.quantity});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* loaded = intent.body.as<LoadMeals>();
                if (!loaded) return false;
                words.fridge = intent.stream.number();
                words.meal = loaded->meal.value;
                words.quantity = loaded->quantity;
                return true;
              }};
}

Step announce() {
  auto record = place_words();
  record->field("quantity", &Words::quantity, amount(1), "how many meals")
      .field("trust", &Words::trust, choice<ReleaseTrust>("a trust"), "how far that is believed")
      .field("at_most", &Words::at_most, amount(0), "with trust bounded, in meals");
  return {.key = "announce",
          .doc = "the kitchen says that it has released meals to a fridge",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                intent.stream = stream_of(FridgeId{words.fridge});
                intent.body = Payload::of(AnnounceMeals{.meal = MealId{words.meal},
                                                        .quantity = words.quantity,
                                                        .trust = words.trust,
                                                        .at_most = words.at_most});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* told = intent.body.as<AnnounceMeals>();
                if (!told) return false;
                words.fridge = intent.stream.number();
                words.meal = told->meal.value;
                words.quantity = told->quantity;
                words.trust = told->trust;
                words.at_most = told->at_most;
                return true;
              }};
}

Step release() {
  auto record = new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge")
      .field("number", &Words::number, numbered(), "of the fridge's releases, from 1")
      .required();
  return {.key = "release",
          .doc = "a planned release is due",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                const FridgeId fridge{words.fridge};
                intent.stream = schedule_stream_of(fridge);
                intent.body = Payload::of(PlanRelease{.fridge = fridge, .number = words.number});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* plan = intent.body.as<PlanRelease>();
                if (!plan) return false;
                words.fridge = plan->fridge.value;
                words.number = plan->number;
                return true;
              }};
}

}  // namespace crisper::smart_fridge::steps
