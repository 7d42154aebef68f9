// The steps of a script. To add a kind of step, add a line to `script_steps`.
#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/price.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "sim/domain/smart_fridge/customer_scripts.hpp"
#include "sim/domain/smart_fridge/formats.hpp"
#include "sim/domain/smart_fridge/order_on_sight.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/script_format.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace sim;

constexpr Duration longest_step = std::chrono::hours(2400);

FormatPtr<std::uint64_t> numbered() { return natural_number({.least = 1, .most = 1'000'000'000}); }
FormatPtr<std::int64_t> amount(std::int64_t least) { return whole_number({.least = least, .most = 1'000'000'000}); }

/// One of the fridges that a basket is filled from.
struct Taken {
  std::uint64_t fridge = 1;
  std::uint64_t meal = 1;
  std::int64_t quantity = 1;
};

/// What a step says of a fridge and a meal, whatever it does with them.
struct Words {
  std::uint64_t number = 0;
  std::uint64_t customer = 1;
  std::uint64_t fridge = 1;
  std::uint64_t meal = 1;
  std::int64_t quantity = 1;
  std::int64_t price = 1000;
  std::uint64_t stand_in = 2;
  std::uint64_t copy = 0;
  bool send = true;
  bool look_first = false;
  bool at_shown_price = false;
  Duration decide_after{};
  ReleaseTrust trust = ReleaseTrust::none;
  std::int64_t at_most = 50;
  Duration from_time{};
  Duration until{};
  std::string view = "catalog";
  std::vector<Taken> from{Taken{}};
};

std::shared_ptr<Record<Words>> place_words() {
  auto record = new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge")
      .field("meal", &Words::meal, numbered(), "which meal");
  return record;
}

/// One kind of step: its key, its words, and how they stand for an intent.
struct Step {
  std::string key;
  std::string doc;
  FormatPtr<Words> words;
  std::function<void(const Words&, Intent&)> to_intent;
  /// False where the intent is of another kind.
  std::function<bool(const Intent&, Words&)> from_intent;
};

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

Step report() {
  auto record = place_words();
  record->field("counted", &Words::quantity, amount(0), "the total it says it counted, reserved meals included");
  return {.key = "report",
          .doc = "a fridge reports what it counted",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                intent.stream = stream_of(FridgeId{words.fridge});
                intent.body = Payload::of(ReportStock{.meal = MealId{words.meal}, .counted = words.quantity});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* reported = intent.body.as<ReportStock>();
                if (!reported) return false;
                words.fridge = intent.stream.number();
                words.meal = reported->meal.value;
                words.quantity = reported->counted;
                return true;
              }};
}

Step write_off() {
  auto record = place_words();
  record->field("quantity", &Words::quantity, amount(1), "how many meals");
  return {.key = "write_off",
          .doc = "somebody throws meals away and says so",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                intent.stream = stream_of(FridgeId{words.fridge});
                intent.body = Payload::of(WriteOff{.meal = MealId{words.meal}, .quantity = words.quantity});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* thrown = intent.body.as<WriteOff>();
                if (!thrown) return false;
                words.fridge = intent.stream.number();
                words.meal = thrown->meal.value;
                words.quantity = thrown->quantity;
                return true;
              }};
}

/// A step that does something to a fridge itself.
template <class Body>
void ask_fridges(Intent& intent, Body body) {
  intent.stream = stream_of(body.fridge);
  intent.service = std::string(fridges_service);
  intent.body = Payload::of(std::move(body));
}

Step lose() {
  auto record = place_words();
  record->field("number", &Words::number, numbered(), "of the mishap: one that is told twice happens once")
      .required()
      .field("quantity", &Words::quantity, amount(1), "how many meals");
  return {.key = "lose",
          .doc = "meals spoil or go without an order, and nobody tells the book",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                ask_fridges(intent, LoseMeals{.number = words.number,
                                              .fridge = FridgeId{words.fridge},
                                              .meal = MealId{words.meal},
                                              .quantity = words.quantity});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* lost = intent.body.as<LoseMeals>();
                if (!lost) return false;
                words.number = lost->number;
                words.fridge = lost->fridge.value;
                words.meal = lost->meal.value;
                words.quantity = lost->quantity;
                return true;
              }};
}

Step count() {
  auto record = new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge")
      .field("number", &Words::number, numbered(), "of the fridge's reports, from 1")
      .required()
      .field("meals", &Words::meal, numbered(), "how many kinds of meals it counts")
      .field("send", &Words::send, on_or_off(), "off: a step of its own sends it");
  return {.key = "count",
          .doc = "a fridge counts what lies in it and reports it",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                ask_fridges(intent, CountMeals{.number = words.number,
                                               .fridge = FridgeId{words.fridge},
                                               .meals = words.meal,
                                               .send = words.send});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* counted = intent.body.as<CountMeals>();
                if (!counted) return false;
                words.number = counted->number;
                words.fridge = counted->fridge.value;
                words.meal = counted->meals;
                words.send = counted->send;
                return true;
              }};
}

Step send_report() {
  auto record = new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge")
      .field("number", &Words::number, numbered(), "of the report, which was counted before")
      .required()
      .field("copy", &Words::copy, natural_number({.most = 255}), "each is a message of its own; the first is 0");
  return {.key = "send_report",
          .doc = "a fridge sends a report that it has made, late or once more",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                ask_fridges(intent, SendReport{.number = words.number,
                                               .fridge = FridgeId{words.fridge},
                                               .copy = words.copy});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* sent = intent.body.as<SendReport>();
                if (!sent) return false;
                words.number = sent->number;
                words.fridge = sent->fridge.value;
                words.copy = sent->copy;
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

Step switch_off() {
  auto record = new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge")
      .field("stand_in", &Words::stand_in, numbered(), "another, which must be on");
  return {.key = "switch_off",
          .doc = "a technician switches a fridge off to defrost it, if another stands in for it",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                const FridgeId stand_in{words.stand_in};
                intent.stream = stream_of(FridgeId{words.fridge});
                intent.body = Payload::of(SwitchOff{.stand_in = stand_in});
                intent.also = {{.stream = stream_of(stand_in), .body = Payload::of(StandIn{})}};
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* off = intent.body.as<SwitchOff>();
                if (!off) return false;
                words.fridge = intent.stream.number();
                words.stand_in = off->stand_in.value;
                return true;
              }};
}

Step switch_on() {
  auto record = new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge");
  return {.key = "switch_on",
          .doc = "a technician switches a fridge on again",
          .words = record,
          .to_intent =
              [](const Words& words, Intent& intent) {
                intent.stream = stream_of(FridgeId{words.fridge});
                intent.body = Payload::of(SwitchOn{});
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                if (!intent.body.as<SwitchOn>()) return false;
                words.fridge = intent.stream.number();
                return true;
              }};
}

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

/// An intent, written in the words of its step.
class StepFormat final : public Format<Intent> {
 public:
  explicit StepFormat(Step step) : step_(std::move(step)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    Words words = words_of(intent);
    step_.words->read(node, words, reader);
    if (reader.ok()) step_.to_intent(words, intent);
  }
  YamlNode write(const Intent& intent) const override { return step_.words->write(words_of(intent)); }
  Grammar grammar(const Intent& initial) const override { return step_.words->grammar(words_of(initial)); }

 private:
  Words words_of(const Intent& intent) const {
    Words words;
    step_.from_intent(intent, words);
    return words;
  }

  Step step_;
};

StepKind kind_of(const Step& step) {
  StepKind kind{.key = step.key,
                .doc = step.doc,
                .format = std::make_shared<StepFormat>(step),
                .is =
                    [is = step.from_intent](const Intent& intent) {
                      Words words;
                      return is(intent, words);
                    },
                .initial = {},
                .is_command = step.key != "look"};
  step.to_intent(Words{}, kind.initial);
  return kind;
}

std::string problem_of(const Intent& intent) {
  if (!intent.body && intent.view.empty()) return "a basket needs something in it";
  const auto* off = intent.body.as<SwitchOff>();
  const bool itself = off && intent.stream == stream_of(off->stand_in);
  return itself ? "switch_off: a fridge can't stand in for itself" : "";
}

}  // namespace

sim::FormatPtr<sim::Script> script_steps() {
  std::vector<StepKind> kinds;
  for (const Step& step :
       {order(), basket(), load(), announce(), release(), report(), write_off(), lose(), count(), send_report(),
        switch_off(), switch_on(), promotion(), advance_time(), look()}) {
    kinds.push_back(kind_of(step));
  }
  return script_format(std::move(kinds), problem_of);
}

}  // namespace crisper::smart_fridge
