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
const MealsLoaded load{.meal = MealId{1}, .quantity = 5};
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
  unloaded.say(event(MessageId{5}, fridge(3), load, kept)).ended_quiet();
  EXPECT_EQ(unloaded.reason(), "plan-3000001 was planned, and nothing was loaded") << "the kitchen's load is no answer";
}

TEST(RefillsFollow, passes_when_the_chain_is_whole_and_leaves_a_short_run_open) {
  // Wrong: a good chain would be blamed, or a run that ended in the middle of it.
  std::vector<Payload> kept;
  const MessageId planned = answer_to("refill-planner", low_id);
  Story whole("refills_follow");
  whole.say(event(low_id, refills, low, kept)).say(event(planned, plans, plan, kept));
  whole.say(event(answer_to("refiller", planned), fridge(3), load, kept)).ended_quiet();
  EXPECT_EQ(whole.verdict(), Verdict::pass);
  Story open("refills_follow");
  open.say(event(low_id, refills, low, kept)).ended_at_horizon();
  EXPECT_EQ(open.verdict(), Verdict::unknown);
  Story none("refills_follow");
  none.say(event(MessageId{5}, fridge(3), load, kept)).ended_quiet();
  EXPECT_TRUE(none.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
