#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/customer_scripts.hpp"
#include "sim/domain/smart_fridge/order_on_sight.hpp"
#include "sim/domain/smart_fridge/script_step.hpp"
#include "sim/scenario/container_format.hpp"

namespace crisper::smart_fridge::steps {

using namespace sim;

Step order() {
  auto record = place_words();
  record->field("number", &Words::number, natural_number(), "of the order; 0: its place among the script's orders")
      .only_if([](const Words& words) { return words.number != 0; })
      .field("customer", &Words::customer, numbered(), "whose")
      .field("quantity", &Words::quantity, amount(1), "how many meals")
      .field("price", &Words::price, amount(0), "of all of them, in cents")
      .field("look_first", &Words::look_first, on_or_off(), "not where the catalogue shows too few")
      .field("at_shown_price", &Words::at_shown_price, on_or_off(),
             "instead of `price`: at what prices shows; not where it shows none")
      .only_if([](const Words& words) { return words.at_shown_price; })
      .field("decide_after", &Words::decide_after, duration({.most = longest_step}), "so long after that was shown")
      .only_if([](const Words& words) { return words.at_shown_price; });
  return {.key = "order",
          .doc = "a customer orders a meal",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                const PlaceOrder placed{.order = OrderId{words.number},
                                        .customer = CustomerId{words.customer},
                                        .fridge = FridgeId{words.fridge},
                                        .meal = MealId{words.meal},
                                        .quantity = words.quantity,
                                        .price = Amount{words.price}};
                if (words.at_shown_price) {
                  const SimTime at = intent.at;
                  const Duration think = intent.think;
                  const CommandId command = intent.command;
                  intent = order_at_price_shown(placed);
                  intent.at = at;
                  intent.think = think;
                  intent.command = command;
                  intent.pause = words.decide_after;
                  return;
                }
                intent.on_sight = {};
                intent.view.clear();
                intent.stream = stream_of(placed.order);
                intent.body = Payload::of(placed);
                intent.look = words.look_first ? std::optional(look_before(placed)) : std::nullopt;
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const PlaceOrder* on_sight = order_on_sight(intent);
                const PlaceOrder* placed = on_sight ? on_sight : intent.body.as<PlaceOrder>();
                if (!placed) return false;
                words = {.number = placed->order.value,
                         .customer = placed->customer.value,
                         .fridge = placed->fridge.value,
                         .meal = placed->meal.value,
                         .quantity = placed->quantity,
                         .price = placed->price.value,
                         .look_first = intent.look.has_value(),
                         .at_shown_price = on_sight != nullptr,
                         .decide_after = intent.pause};
                return true;
              }};
}

Step basket() {
  auto taken = new_record<Taken>();
  taken->field("fridge", &Taken::fridge, numbered(), "which fridge")
      .field("meal", &Taken::meal, numbered(), "which meal")
      .field("quantity", &Taken::quantity, amount(1), "how many meals");
  auto record = new_record<Words>();
  record->field("number", &Words::number, natural_number(), "of the basket; 0: by its place among the script's baskets")
      .only_if([](const Words& words) { return words.number != 0; })
      .field("from", &Words::from, list_of<Taken>(taken), "what is taken where, in this order");
  return {
      .key = "basket",
      .doc = "a shopper takes meals from several fridges, all or none",
      .words = record,
      .to_intent =
          [](const Words& words, Intent& intent) {
            intent.also.clear();
            if (words.from.empty()) intent.body = {};
            for (std::size_t i = 0; i < words.from.size(); ++i) {
              const StreamId stream = stream_of(FridgeId{words.from[i].fridge});
              Payload body = Payload::of(TakeMeal{.order = OrderId{words.number},
                                                  .meal = MealId{words.from[i].meal},
                                                  .quantity = words.from[i].quantity});
              if (i > 0) {
                intent.also.push_back({.stream = stream, .body = std::move(body)});
              } else {
                intent.stream = stream;
                intent.body = std::move(body);
              }
            }
          },
      .from_intent =
          [](const Intent& intent, Words& words) {
            const auto* first = intent.body.as<TakeMeal>();
            if (!first) return false;
            words.number = first->order.value;
            words.from.clear();
            const auto add = [&](StreamId stream, const TakeMeal& part) {
              words.from.push_back({.fridge = stream.number(), .meal = part.meal.value, .quantity = part.quantity});
            };
            add(intent.stream, *first);
            for (const CommandPart& each : intent.also) add(each.stream, *each.body.as<TakeMeal>());
            return true;
          }};
}

Step look() {
  auto record = place_words();
  record->field("view", &Words::view, name(), "the consumer that is asked");
  return {.key = "look",
          .doc = "a reader asks a view for the stock of a meal",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                intent.view = words.view;
                intent.row = RowKey{.part = words.fridge, .item = words.meal};
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                if (intent.body || intent.on_sight) return false;
                words.view = intent.view;
                words.fridge = intent.row.part;
                words.meal = intent.row.item;
                return true;
              }};
}

}  // namespace crisper::smart_fridge::steps
