// `workload.script:`, one line for each thing that a client does. To add a kind of step, add a line to `script_format`.
#include <fmt/format.h>

#include <map>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

using namespace smart_fridge;

constexpr Duration longest_script = std::chrono::hours(2400);

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
struct StepKind {
  std::string key;
  std::string doc;
  FormatPtr<Words> words;
  std::function<void(const Words&, Intent&)> to_intent;
  /// False where the intent is of another kind.
  std::function<bool(const Intent&, Words&)> from_intent;
};

StepKind order() {
  auto record = place_words();
  record->field("number", &Words::number, natural_number(), "of the order; 0: its place among the script's orders")
      .only_if([](const Words& words) { return words.number != 0; })
      .field("customer", &Words::customer, numbered(), "whose")
      .field("quantity", &Words::quantity, amount(1), "how many meals")
      .field("price", &Words::price, amount(0), "of all of them, in cents");
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
                intent.stream = stream_of(placed.order);
                intent.body = Payload::of(placed);
              },
          .from_intent =
              [](const Intent& intent, Words& words) {
                const auto* placed = intent.body.as<PlaceOrder>();
                if (!placed) return false;
                words = {.number = placed->order.value,
                         .customer = placed->customer.value,
                         .fridge = placed->fridge.value,
                         .meal = placed->meal.value,
                         .quantity = placed->quantity,
                         .price = placed->price.value};
                return true;
              }};
}

StepKind basket() {
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

StepKind load() {
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

StepKind report() {
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

StepKind switch_off() {
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

StepKind switch_on() {
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

StepKind look() {
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
                if (intent.body) return false;
                words.view = intent.view;
                words.fridge = intent.row.part;
                words.meal = intent.row.item;
                return true;
              }};
}

void check_step(const ScriptStep& step, const YamlNode& node, Reader& reader) {
  if (!node.find("think") || !node.find("at")) return;
  reader.fail_here(
      position_of(node, "think"),
      fmt::format("{} waits for its answers ('think') or goes by the clock ('at'), not both", step.client));
}

std::shared_ptr<Record<ScriptStep>> step_record() {
  auto record = new_record<ScriptStep>();
  record
      ->field("client", &ScriptStep::client, name(),
              "the process that does it; its role is the name without the number")
      .required();
  return record;
}

void add_times(Record<ScriptStep>& record) {
  record
      .field<Duration>(
          "at", [](const ScriptStep& step) { return step.intent.at - sim_start; },
          [](ScriptStep& step, Duration at) { step.intent.at = sim_start + at; }, duration({.most = longest_script}),
          "when, whatever became of the client's earlier steps")
      .only_if([](const ScriptStep& step) { return !step.closed; })
      .field<std::optional<Duration>>(
          "think", [](const ScriptStep& step) { return step.closed ? std::optional(step.intent.think) : std::nullopt; },
          [](ScriptStep& step, std::optional<Duration> think) {
            step.closed = think.has_value();
            step.intent.think = think.value_or(Duration::zero());
          },
          optional_of(duration({.most = longest_script})),
          "instead of `at`: how long after the client's previous answer");
}

FormatPtr<ScriptStep> step_format(const StepKind& kind) {
  auto record = step_record();
  add_times(*record);
  record
      ->field<Words>(
          kind.key,
          [kind](const ScriptStep& step) {
            Words words;
            kind.from_intent(step.intent, words);
            return words;
          },
          [kind](ScriptStep& step, Words words) { kind.to_intent(words, step.intent); }, kind.words, kind.doc)
      .required();
  if (kind.key != "look") {
    record
        ->field<std::uint64_t>(
            "id", [](const ScriptStep& step) { return step.intent.command.value; },
            [](ScriptStep& step, std::uint64_t id) { step.intent.command = CommandId{id}; }, natural_number(),
            "of the command, unique; 0: by its place")
        .only_if([](const ScriptStep& step) { return step.intent.command.value != 0; });
  }
  record->check(check_step);
  return record;
}

FormatPtr<ScriptStep> idle_format() {
  auto record = step_record();
  record->field("idle", &ScriptStep::idle, on_or_off(), "the client is there and does nothing").required();
  record->field("closed", &ScriptStep::closed, on_or_off(), "it would wait for its answers")
      .only_if([](const ScriptStep& step) { return step.closed; });
  return record;
}

/// All steps, and what must hold between them.
class ScriptFormat final : public Format<Script> {
 public:
  explicit ScriptFormat(FormatPtr<Script> steps) : steps_(std::move(steps)) {}

  void read(const YamlNode& node, Script& script, Reader& reader) const override {
    steps_->read(node, script, reader);
    if (reader.ok()) check(script, node, reader);
  }
  YamlNode write(const Script& script) const override { return steps_->write(script); }
  Grammar grammar(const Script& initial) const override { return steps_->grammar(initial); }

 private:
  static void check(const Script& script, const YamlNode& node, Reader& reader) {
    std::map<std::string, bool> closed;
    for (std::size_t i = 0; i < script.size(); ++i) {
      const auto [found, is_new] = closed.emplace(script[i].client, script[i].closed);
      if (found->second == script[i].closed) continue;
      return reader.fail_here(node.items[i].at,
                              script[i].client + " waits for its answers in some steps, not in others");
    }
    for (std::size_t i = 0; i < script.size(); ++i) {
      const bool nothing = !script[i].idle && !script[i].intent.body && script[i].intent.view.empty();
      if (nothing) return reader.fail_here(node.items[i].at, "a basket needs something in it");
    }
    for (std::size_t i = 0; i < script.size(); ++i) {
      const auto* off = script[i].intent.body.as<SwitchOff>();
      if (!off || script[i].intent.stream != stream_of(off->stand_in)) continue;
      return reader.fail_here(node.items[i].at, "switch_off: a fridge can't stand in for itself");
    }
    std::set<CommandId> ids;
    for (const ClientScript& client : clients_of(script)) {
      for (const Intent& intent : client.intents) {
        if (!intent.body || ids.insert(intent.command).second) continue;
        return reader.fail_here(node.at, fmt::format("two commands have the id {}", intent.command.value));
      }
    }
  }

  FormatPtr<Script> steps_;
};

}  // namespace

FormatPtr<Script> script_format() {
  const std::vector<StepKind> kinds{order(), basket(), load(), report(), switch_off(), switch_on(), look()};
  std::vector<TaggedFormat<ScriptStep>::Alternative> alternatives;
  for (const StepKind& kind : kinds) {
    ScriptStep prototype;
    kind.to_intent(Words{}, prototype.intent);
    alternatives.push_back({kind.key, step_format(kind), prototype});
  }
  alternatives.push_back({"idle", idle_format(), {}});
  auto which = [kinds](const ScriptStep& step) {
    Words words;
    for (std::size_t i = 0; i < kinds.size() && !step.idle; ++i) {
      if (kinds[i].from_intent(step.intent, words)) return i;
    }
    return kinds.size();
  };
  return std::make_shared<ScriptFormat>(
      list_of<ScriptStep>(std::make_shared<TaggedFormat<ScriptStep>>("a step", std::move(alternatives), which)));
}

}  // namespace crisper::sim
