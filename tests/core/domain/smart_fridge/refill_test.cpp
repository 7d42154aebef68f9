#include "core/domain/smart_fridge/refill.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/mail.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

constexpr Options options{.refill_below = 3, .refill_amount = 5};

template <MessageBody Body>
RecordedEvent event(StreamId stream, Body body) {
  RecordedEvent recorded;
  recorded.stream = stream;
  recorded.body = Payload::of(body);
  return recorded;
}

/// Tells one reaction a story, as its process does.
template <class Kind>
class Told {
 public:
  explicit Told(Kind reaction) : reaction_(std::move(reaction)) {}
  Answers tell(const RecordedEvent& event) {
    if (!reaction_.correlate(event)) return {};
    Answers answers = reaction_.react(memory_, event);
    memory_ = reaction_.remember(memory_, event);
    return answers;
  }
  Answers loaded(Quantity n) { return tell(event(stream_of(fridge), MealsLoaded{.meal = meal, .quantity = n})); }
  Answers reserved(Quantity n) {
    return tell(event(stream_of(fridge), MealReserved{.order = OrderId{7}, .meal = meal, .quantity = n}));
  }
  Answers low() {
    return tell(event(refill_stream_of(fridge, meal), StockLow{.fridge = fridge, .meal = meal, .for_sale = 1}));
  }

 private:
  Kind reaction_;
  Payload memory_;
};

TEST(LowStock, says_once_that_a_meal_runs_low_and_again_when_the_refill_was_not_enough) {
  // If this fails, a fridge stays empty, or each customer orders one more refill.
  Told<LowStock> policy{LowStock(options)};
  EXPECT_TRUE(policy.loaded(4).empty());
  EXPECT_TRUE(policy.reserved(1).empty()) << "three are left: not below three";
  const Answers low = policy.reserved(1);
  ASSERT_EQ(low.events.size(), 1u);
  EXPECT_EQ(low.events[0].stream, refill_stream_of(fridge, meal));
  EXPECT_EQ(low.events[0].body.as<StockLow>()->for_sale, 2);
  EXPECT_TRUE(policy.reserved(1).empty()) << "it has said so";
  EXPECT_EQ(policy.loaded(1).events.size(), 1u) << "two are not enough";
  EXPECT_TRUE(policy.loaded(5).empty());
  EXPECT_TRUE(policy.reserved(1).empty());
}

TEST(RefillPlanner, adds_what_was_wanted_since_the_last_refill) {
  // If this fails, the enriched event knows no more than the plain one.
  Told<RefillPlanner> enricher{RefillPlanner(options)};
  EXPECT_TRUE(enricher.reserved(4).empty());
  EXPECT_TRUE(enricher.reserved(4).empty());
  EXPECT_EQ(enricher.low().events.at(0).body.as<RefillPlanned>()->quantity, 8);
  EXPECT_TRUE(enricher.reserved(1).empty());
  EXPECT_EQ(enricher.low().events.at(0).body.as<RefillPlanned>()->quantity, 5) << "at least the amount";
}

TEST(Refiller, turns_a_plan_into_a_command_and_nothing_else_into_anything) {
  // If this fails, an event does what only a command may, or does it twice.
  Told<Refiller> receptor{Refiller()};
  const RefillPlanned plan{.fridge = fridge, .meal = meal, .quantity = 8};
  const Answers answers = receptor.tell(event(plan_stream_of(fridge, meal), plan));
  ASSERT_EQ(answers.commands.size(), 1u);
  EXPECT_TRUE(answers.events.empty());
  EXPECT_EQ(answers.commands[0].stream, stream_of(fridge));
  EXPECT_EQ(answers.commands[0].body.as<LoadMeals>()->quantity, 8);
  EXPECT_TRUE(receptor.low().empty());
}

TEST(OrderMails, go_to_the_service_outside_when_an_order_is_done) {
  // If this fails, customers hear of orders that are not done, or a mail passes for a command.
  Told<OrderMails> receptor{OrderMails()};
  const Answers answers = receptor.tell(event(stream_of(OrderId{7}), OrderCompleted{.order = OrderId{7}}));
  ASSERT_EQ(answers.commands.size(), 1u);
  EXPECT_EQ(answers.commands[0].service, "mail-service");
  EXPECT_TRUE(answers.commands[0].body.as<SendMail>()->completed);
  EXPECT_TRUE(receptor.reserved(1).empty());
}

TEST(AnswerId, is_another_for_each_reaction_to_one_event) {
  // Hazard 21. If this fails, the second of two reactions to one event passes for a repetition of the first.
  EXPECT_NE(answer_id("refiller", EventId{7}), answer_id("order-mails", EventId{7}));
  EXPECT_NE(answer_id("refiller", EventId{7}, 0), answer_id("refiller", EventId{7}, 1));
  EXPECT_EQ(answer_id("refiller", EventId{7}), answer_id("refiller", EventId{7})) << "or a repetition is a new one";
}

}  // namespace
}  // namespace crisper::smart_fridge
