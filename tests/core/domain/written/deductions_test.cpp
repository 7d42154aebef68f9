#include "core/domain/written/deductions.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

/// A shop in which two holds follow from each: of as many seats, and of twice as many.
struct ReactingShop : LittleShop {
  ReactingShop() {
    const MessageShape& held = *model->find_event("SeatsHeld");
    std::vector<Parameter> locals{{"show", {Kind::id, 0}}};
    locals.insert(locals.end(), held.parameters.begin(), held.parameters.end());
    const Scope scope{.model = model.get(), .locals = locals};
    const Parsed<Reacted> reacted =
        parse_reaction("show(3).hold(booking, seats), show(4).hold(booking, seats * 2)", scope);
    EXPECT_TRUE(reacted) << reacted.error().message;
    ReactionModel doubler;
    doubler.name = "doubler";
    doubler.rules.push_back({.event = &held, .key = {}, .cases = {ReactionCase{}}, .remembers = {}});
    doubler.rules.front().cases.front().effects = reacted->effects;
    model->reactions.push_back(std::move(doubler));
    ProcessModel process;
    process.name = "doubling";
    process.key_kind = 1;
    process.stages = {"done"};
    process.ends = {true};
    process.begins = &held;
    process.memory = locals;
    process.keys.emplace_back(&held, Code{{{Op::local, 1, 0}}});
    process.rules.push_back({.event = &held, .when = {}, .stage = 1, .next = 0, .effects = reacted->effects});
    model->processes.push_back(std::move(process));
  }

  RecordedEvent held(Value seats) const {
    RecordedEvent event;
    event.stream = StreamId::of(StreamCategory{1}, 9);
    event.body = written_payload(*model, *model->find_event("SeatsHeld"), {7, seats});
    return event;
  }
};

// Wrong: of what a rule sends, the part before the one that has no value is sent, and half of it happens.
TEST(written_deductions, send_all_or_nothing) {
  const ReactingShop shop;
  const WrittenReaction doubler(shop.model, 0);
  const std::vector<NewCommand> commands = doubler.react({}, shop.held(5)).commands;
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[1].stream, StreamId::of(StreamCategory{1}, 4));
  EXPECT_EQ(doubler.react({}, shop.held(most)).commands.size(), 0U);

  const WrittenProcess process(shop.model, 0);
  const std::optional<SagaStep> step = process.react({}, shop.held(5));
  ASSERT_TRUE(step);
  EXPECT_EQ(step->effects.size(), 2U);
  const std::optional<SagaStep> spoilt = process.react({}, shop.held(most));
  ASSERT_TRUE(spoilt);
  EXPECT_EQ(spoilt->effects.size(), 0U);
  EXPECT_TRUE(spoilt->ended);
}

// Wrong: a condition that has no value is taken for one that doesn't hold, and "otherwise" happens, as in no command.
TEST(written_deductions, take_no_case_behind_a_condition_without_a_value) {
  ReactingShop shop;
  const MessageShape& held = *shop.model->find_event("SeatsHeld");
  std::vector<Parameter> locals{{"show", {Kind::id, 0}}};
  locals.insert(locals.end(), held.parameters.begin(), held.parameters.end());
  const Parsed<Expression> broken =
      parse_expression("1 / (seats - 5) > 0", {.model = shop.model.get(), .locals = locals}, &flag_type);
  ASSERT_TRUE(broken) << broken.error().message;
  ProcessModel& process = shop.model->processes[0];
  process.rules.insert(process.rules.begin(), process.rules[0]);
  process.rules[0].when = broken->code;
  process.rules[0].effects.clear();
  ReactionRule& rule = shop.model->reactions[0].rules[0];
  rule.cases.insert(rule.cases.begin(), ReactionCase{});
  rule.cases[0].when = broken->code;

  EXPECT_FALSE(WrittenProcess(shop.model, 0).react({}, shop.held(5)));
  EXPECT_EQ(WrittenProcess(shop.model, 0).react({}, shop.held(6))->effects.size(), 0U) << "it holds";
  EXPECT_EQ(WrittenProcess(shop.model, 0).react({}, shop.held(4))->effects.size(), 2U) << "it doesn't";
  EXPECT_EQ(WrittenReaction(shop.model, 0).react({}, shop.held(5)).commands.size(), 0U);
  EXPECT_EQ(WrittenReaction(shop.model, 0).react({}, shop.held(4)).commands.size(), 2U);
}

}  // namespace
}  // namespace crisper::written
