#include <gtest/gtest.h>

#include "core/reaction/reaction.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// An event under an id of its own.
template <MessageBody Body>
Observation event(MessageId id, StreamId stream, const Body& body, std::vector<Payload>& kept) {
  kept.push_back(Payload::of(body));
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .message = id,
          .stream = stream,
          .payload = kept.back().get()};
}

MessageId answer_to(const char* reaction, MessageId cause) {
  return subject(event_id_of(answer_id(reaction, EventId{cause.value}), 0));
}

constexpr MessageId low_id{77};
const StockLow low{.fridge = FridgeId{3}, .meal = MealId{1}, .for_sale = 1};
const RefillPlanned plan{.fridge = FridgeId{3}, .meal = MealId{1}, .quantity = 5};
const MealsLoaded loaded{.meal = MealId{1}, .quantity = 5};
const StreamId refills = refill_stream_of(FridgeId{3}, MealId{1});
const StreamId plans = plan_stream_of(FridgeId{3}, MealId{1});

TEST(RefillsFollow, fails_where_nothing_follows) {
  // Wrong: a reaction that was lost in a crash would be missed by nobody.
  std::vector<Payload> kept;
  Story unplanned("refills_follow");
  unplanned.say(event(low_id, refills, low, kept)).ended_quiet();
  EXPECT_EQ(unplanned.reason(), "refill-3000001 became low, and no refill was planned");
  Story unloaded("refills_follow");
  unloaded.say(event(low_id, refills, low, kept));
  unloaded.say(event(answer_to("refill-planner", low_id), plans, plan, kept));
  unloaded.say(event(MessageId{5}, fridge(3), loaded, kept)).ended_quiet();
  EXPECT_EQ(unloaded.reason(), "plan-3000001 was planned, and nothing was loaded") << "the kitchen's load is no answer";
}

TEST(RefillsFollow, passes_when_the_chain_is_whole_and_leaves_a_short_run_open) {
  // Wrong: a good chain would be blamed, or a run that ended in the middle of it.
  std::vector<Payload> kept;
  const MessageId planned = answer_to("refill-planner", low_id);
  Story whole("refills_follow");
  whole.say(event(low_id, refills, low, kept)).say(event(planned, plans, plan, kept));
  whole.say(event(answer_to("refiller", planned), fridge(3), loaded, kept)).ended_quiet();
  EXPECT_EQ(whole.verdict(), Verdict::pass);
  Story open("refills_follow");
  open.say(event(low_id, refills, low, kept)).ended_at_horizon();
  EXPECT_EQ(open.verdict(), Verdict::unknown);
  Story none("refills_follow");
  none.say(event(MessageId{5}, fridge(3), loaded, kept)).ended_quiet();
  EXPECT_TRUE(none.property().judgement().vacuous);
}

/// Meals that are reserved after another, and taken by the planner, before it is told that stock is low.
Story demand(std::vector<Payload>& kept, Quantity first, Quantity second) {
  Story story("refills_follow");
  const auto taken = [&](MessageId id) {
    story.say({.kind = ObservationKind::event_applied, .process = refill_planner, .message = id});
  };
  const MealReserved one{.order = order(1), .meal = MealId{1}, .quantity = first};
  const MealReserved two{.order = order(2), .meal = MealId{1}, .quantity = second};
  const MealReserved other{.order = order(3), .meal = MealId{2}, .quantity = 50};
  story.say(event(MessageId{1}, fridge(3), one, kept)).say(event(MessageId{2}, fridge(3), two, kept));
  story.say(event(MessageId{3}, fridge(3), other, kept)).say(event(low_id, refills, low, kept));
  for (const MessageId id : {MessageId{1}, MessageId{2}, MessageId{2}, MessageId{3}, low_id}) taken(id);
  const MessageId planned = answer_to("refill-planner", low_id);
  story.say(event(planned, plans, plan, kept)).say(event(answer_to("refiller", planned), fridge(3), loaded, kept));
  return story;
}

TEST(RefillsFollow, fails_where_less_is_planned_than_was_reserved) {
  // Wrong: an enricher that remembers only the latest reservation would pass.
  std::vector<Payload> kept;
  Story story = demand(kept, 4, 2);
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "plan-3000001: 5 were planned, and 6 had been reserved since the plan before");
}

TEST(RefillsFollow, counts_what_is_taken_in_one_transaction_with_its_event) {
  // Wrong: what is taken before it is said to be stored would be reserved by nobody, and any plan enough.
  const auto verdict_of = [](Quantity reserved) {
    std::vector<Payload> kept;
    Story story("refills_follow");
    const auto transacted = [&](const Observation& appended) {
      story.say({.kind = ObservationKind::event_applied, .process = refill_planner, .message = appended.message});
      story.say(appended);
    };
    const MealReserved one{.order = order(1), .meal = MealId{1}, .quantity = reserved};
    transacted(event(MessageId{1}, fridge(3), one, kept));
    transacted(event(low_id, refills, low, kept));
    const MessageId planned = answer_to("refill-planner", low_id);
    story.say(event(planned, plans, plan, kept)).say(event(answer_to("refiller", planned), fridge(3), loaded, kept));
    return story.ended_quiet().verdict();
  };
  EXPECT_EQ(verdict_of(5), Verdict::pass);
  EXPECT_EQ(verdict_of(6), Verdict::fail);
}

TEST(RefillsFollow, counts_a_reservation_that_the_planner_says_is_nothing_to_it) {
  // Wrong: an enricher that takes a second reservation for the first, and so changes nothing, would pass.
  std::vector<Payload> kept;
  Story story("refills_follow");
  const MealReserved reserved{.order = order(1), .meal = MealId{1}, .quantity = 6};
  story.say(event(MessageId{1}, fridge(3), reserved, kept)).say(event(low_id, refills, low, kept));
  story.say({.kind = ObservationKind::event_ignored,
             .process = refill_planner,
             .message = MessageId{1},
             .b = static_cast<std::int64_t>(IgnoreReason::not_interesting)});
  story.say({.kind = ObservationKind::event_applied, .process = refill_planner, .message = low_id});
  const MessageId planned = answer_to("refill-planner", low_id);
  story.say(event(planned, plans, plan, kept)).say(event(answer_to("refiller", planned), fridge(3), loaded, kept));
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(RefillsFollow, passes_a_plan_for_as_much_as_was_reserved) {
  // Wrong: a reservation that is handed over twice, or of another meal, would count.
  std::vector<Payload> kept;
  Story story = demand(kept, 3, 2);
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(RefillsFollow, lets_be_what_a_planner_counts_that_is_read_its_history_again) {
  // Wrong: a replay would have to end at the event at which it was asked for.
  std::vector<Payload> kept;
  Story story = demand(kept, 4, 2);
  story.say({.kind = ObservationKind::replay_begun, .process = refill_planner}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(RefillsFollow, judges_a_planner_while_somebody_else_is_read_its_history_again) {
  // Wrong: a replay of some view would let every plan pass.
  std::vector<Payload> kept;
  Story story = demand(kept, 4, 2);
  story.say({.kind = ObservationKind::replay_begun, .process = catalog}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

}  // namespace
}  // namespace crisper::properties
