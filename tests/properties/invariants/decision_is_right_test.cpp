#include <gtest/gtest.h>

#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/service/decision_made.hpp"
#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

constexpr StreamId fridge_3 = fridge(3);

/// Decisions of handlers on fridge-3, and what was stored there.
class Decisions {
 public:
  /// A handler decided the command on the first so many events.
  Decisions& decided(std::int64_t version, std::uint64_t command, Payload asked, std::vector<Payload> events,
                     std::string rejection = "", ProcessId by = handler_1) {
    const EventId last = version == 0 ? EventId{} : ids_[static_cast<std::size_t>(version - 1)];
    const std::int64_t count = rejection.empty() ? static_cast<std::int64_t>(events.size()) : decided_against;
    const Payload made = Payload::of(DecisionMade{.command = std::move(asked),
                                                  .last = last,
                                                  .earlier = 0,
                                                  .events = std::move(events),
                                                  .rejection = std::move(rejection)});
    story_.say({.kind = ObservationKind::decision_made,
                .process = by,
                .message = MessageId{command},
                .stream = fridge_3,
                .a = version,
                .b = count,
                .payload = made.get()});
    return *this;
  }
  Decisions& stored(std::int64_t version, std::uint64_t command, Payload event, std::uint64_t n = 0) {
    const EventId id = event_id_of(CommandId{command}, n);
    ids_.resize(static_cast<std::size_t>(version - 1));
    ids_.push_back(id);
    story_.say({.kind = ObservationKind::event_appended,
                .process = event_store,
                .peer = handler_1,
                .message = subject(id),
                .stream = fridge_3,
                .a = version,
                .payload = event.get()});
    return *this;
  }
  /// The first event of this command has come to services as this version, and its store has not said that it has it.
  Decisions& known(std::int64_t version, std::uint64_t command) {
    ids_.resize(static_cast<std::size_t>(version - 1));
    ids_.push_back(event_id_of(CommandId{command}, 0));
    return *this;
  }
  /// Two meals are loaded by command 1.
  Decisions& loaded() {
    const Payload event = Payload::of(MealsLoaded{meal(1), 2});
    return decided(0, 1, Payload::of(LoadMeals{meal(1), 2}), {event}).stored(1, 1, event);
  }
  Story& ended_quiet() { return story_.ended_quiet(); }

 private:
  Story story_{"decision_is_right"};
  std::vector<EventId> ids_;
};

const Payload reserve_two = Payload::of(ReserveMeal{order(7), meal(1), 2});
const Payload two_reserved = Payload::of(MealReserved{order(7), meal(1), 2});

TEST(DecisionIsRight, passes_what_follows_from_what_was_read) {
  // Wrong: a right run would be called wrong.
  Decisions run;
  run.loaded().decided(1, 2, reserve_two, {two_reserved}).stored(2, 2, two_reserved);
  const Payload refused = Payload::of(ReservationRefused{order(8), meal(1), 1, 0});
  run.decided(2, 3, Payload::of(ReserveMeal{order(8), meal(1), 1}), {refused}).stored(3, 3, refused);
  run.decided(2, 4, Payload::of(ConfirmReservation{order(9)}), {}, "no open reservation of this order");
  const Story& story = run.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  EXPECT_EQ(story.property().observed(), 4u);
}

TEST(DecisionIsRight, passes_a_decision_on_an_old_version_that_was_read) {
  // Wrong: who loses a race, and finds out at the store, would be blamed for what it couldn't know.
  Decisions run;
  run.loaded().decided(1, 2, reserve_two, {two_reserved}).stored(2, 2, two_reserved);
  const Payload late = Payload::of(MealReserved{order(8), meal(1), 1});
  run.decided(1, 3, Payload::of(ReserveMeal{order(8), meal(1), 1}), {late}, "", handler_2);
  EXPECT_EQ(run.ended_quiet().verdict(), Verdict::pass);
}

TEST(DecisionIsRight, fails_where_the_last_meal_is_refused) {
  // Wrong: a refusal would be right by itself.
  Decisions run;
  const Payload refused = Payload::of(ReservationRefused{order(7), meal(1), 2, 2});
  run.loaded().decided(1, 2, reserve_two, {refused}).stored(2, 2, refused);
  EXPECT_EQ(run.ended_quiet().reason(),
            "handler-1 decided ReserveMeal{order=7 meal=1 quantity=2} on version 1 of fridge-3: "
            "[ReservationRefused{order=7 meal=1 quantity=2 available=2}], where it should be "
            "[MealReserved{order=7 meal=1 quantity=2}]");
}

TEST(DecisionIsRight, fails_where_a_rejection_does_not_follow) {
  // Wrong: what leaves no event would not be looked at.
  Decisions run;
  run.loaded().decided(1, 2, reserve_two, {}, "nothing to reserve");
  EXPECT_EQ(run.ended_quiet().verdict(), Verdict::fail);
}

TEST(DecisionIsRight, fails_where_the_state_was_another_than_the_events_make) {
  // Wrong: a snapshot or a memory that is wrong would show only where it sells too much.
  Decisions run;
  const Payload three = Payload::of(MealReserved{order(7), meal(1), 3});
  run.loaded().decided(1, 2, Payload::of(ReserveMeal{order(7), meal(1), 3}), {three}).stored(2, 2, three);
  EXPECT_EQ(run.ended_quiet().verdict(), Verdict::fail);
}

TEST(DecisionIsRight, fails_where_something_else_is_stored_than_was_decided) {
  // Wrong: an event could change on its way into the store.
  Decisions run;
  run.loaded().decided(1, 2, reserve_two, {two_reserved}).stored(2, 2, Payload::of(MealReserved{order(7), meal(1), 1}));
  EXPECT_EQ(run.ended_quiet().reason(),
            "event-store stored MealReserved{order=7 meal=1 quantity=1} in fridge-3, where MealReserved{order=7 meal=1 "
            "quantity=2} was decided");
  Decisions nobodys;
  nobodys.stored(1, 1, two_reserved);
  EXPECT_EQ(nobodys.ended_quiet().verdict(), Verdict::fail);
}

TEST(DecisionIsRight, names_who_wrote_to_a_state_by_itself) {
  // R09. Wrong: whoever takes an event could change a state on its own, and it would be told of the store.
  Story story("decision_is_right");
  story.appended(fridge_3, MealsLoaded{meal(1), 5}, refill_planner).ended_quiet();
  EXPECT_EQ(story.reason(),
            "refill-planner wrote MealsLoaded{meal=1 quantity=5} to fridge-3, and nobody had decided that");
}

TEST(DecisionIsRight, fails_where_a_version_was_read_that_was_never_stored) {
  // Wrong: what a transaction shows before it is committed, or after it is undone, would be as good as any state.
  Story story("decision_is_right");
  const Payload made = Payload::of(DecisionMade{
      .command = reserve_two, .last = EventId{5}, .earlier = 0, .events = {two_reserved}, .rejection = {}});
  story.say({.kind = ObservationKind::decision_made,
             .process = handler_1,
             .message = MessageId{2},
             .stream = fridge_3,
             .a = 1,
             .b = 1,
             .payload = made.get()});
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "handler-1 decided on version 1 of fridge-3, which was never stored");
}

TEST(DecisionIsRight, waits_for_a_store_that_hears_last_of_a_commit) {
  // Wrong: whoever decides on its own events, which a two-phase commit tells to it before the store, would be blamed.
  const Payload more = Payload::of(ReserveMeal{order(9), meal(1), 1});
  const Payload none = Payload::of(ReservationRefused{order(9), meal(1), 1, 0});
  Decisions right;
  right.loaded().decided(1, 2, reserve_two, {two_reserved}).known(2, 2).decided(2, 4, more, {none});
  right.stored(2, 2, two_reserved);
  EXPECT_EQ(right.ended_quiet().verdict(), Verdict::pass);
  Decisions wrong;
  wrong.loaded().decided(1, 2, reserve_two, {two_reserved}).known(2, 2);
  wrong.decided(2, 4, more, {Payload::of(MealReserved{order(9), meal(1), 1})}).stored(2, 2, two_reserved);
  EXPECT_EQ(wrong.ended_quiet().verdict(), Verdict::fail);
  Decisions undone;
  undone.loaded().decided(1, 2, reserve_two, {two_reserved}).known(2, 2).decided(2, 4, more, {none});
  EXPECT_EQ(undone.ended_quiet().verdict(), Verdict::fail);
}

TEST(DecisionIsRight, follows_both_histories_where_a_store_has_lost_one) {
  // Wrong: a handler would be blamed for events that the store had given it and then lost in a crash.
  Decisions run;
  run.loaded().decided(1, 2, reserve_two, {two_reserved}).stored(2, 2, two_reserved);
  const Payload again = Payload::of(ReserveMeal{order(9), meal(1), 1});
  const Payload none = Payload::of(ReservationRefused{order(9), meal(1), 1, 0});
  run.decided(2, 4, again, {none});  // on what is soon lost
  const Payload one = Payload::of(MealReserved{order(8), meal(1), 1});
  run.decided(1, 3, Payload::of(ReserveMeal{order(8), meal(1), 1}), {one}).stored(2, 3, one);
  run.decided(2, 4, again, {Payload::of(MealReserved{order(9), meal(1), 1})});
  const Story& story = run.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(DecisionIsRight, reads_old_events_in_the_words_of_today) {
  // Wrong: every state with a history from before the release would be judged as if that were nothing.
  Decisions run;
  const Payload loaded = Payload::of(MealsLoaded{meal(1), 2});
  run.decided(0, 1, Payload::of(LoadMeals{meal(1), 2}), {loaded})
      .stored(1, 1, smart_fridge::SmartFridge().schema_change().as_before(loaded))
      .decided(1, 2, reserve_two, {two_reserved});
  const Story& story = run.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(DecisionIsRight, says_nothing_where_nothing_was_decided) {
  // Wrong: a judge that saw nothing would say pass.
  EXPECT_TRUE(Story("decision_is_right").ended_quiet().property().judgement().vacuous);
}

/// A rush whose services begin every command with a snapshot, and whose release changes what snapshots mean.
std::string release(const std::string& schema) {
  return R"(
crisper: 1
name: release
design:
  executor: {kind: per_request}
  event_store: {snapshot_every: 1, upgrade_at: 1400ms, snapshot_schema: )" +
         schema + R"(}
workload:
  orders: {count: 60, rate: 40/s, customers: 10, fridges: 2, meals: 1}
  restock: {initial: 8}
smart_fridge: {payment: {latency: 400ms}}
properties: [decision_is_right]
)";
}

TEST(DecisionIsRight, in_a_real_run_sees_a_snapshot_of_another_schema_taken_for_todays) {
  // Wrong: a state that is misread would be found only once it has sold too much.
  EXPECT_EQ(of_real_run(release("any"), "decision_is_right").verdict, Verdict::fail);
  EXPECT_EQ(of_real_run(release("exact"), "decision_is_right").verdict, Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
