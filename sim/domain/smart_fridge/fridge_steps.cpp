#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/script_step.hpp"

namespace crisper::smart_fridge::steps {

using namespace sim;

namespace {

/// A step that does something to a fridge itself.
template <class Body>
void ask_fridges(Intent& intent, Body body) {
  intent.stream = stream_of(body.fridge);
  intent.service = std::string(fridges_service);
  intent.body = Payload::of(std::move(body));
}

}  // namespace

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

}  // namespace crisper::smart_fridge::steps
