#include <gtest/gtest.h>

#include "core/log/log_protocol.hpp"
#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// A log hands offset 1 to the catalogue, which deals with it in a turn of its own.
class HandedOver {
 public:
  HandedOver& delivered(Duration at) {
    story_.at(at).say({.kind = ObservationKind::event_delivered,
                       .process = event_log,
                       .peer = catalog,
                       .message = MessageId{1001},
                       .stream = fridge(3),
                       .a = 1,
                       .b = catalog.value});
    return *this;
  }
  HandedOver& turn(Duration from, Duration to) {
    RecordedEvent event;
    event.stream = fridge(3);
    const Payload batch = Payload::of(LogBatch{.first = LogOffset{1}, .events = {Payload::of(event)}});
    const MessageId message{++turns_};
    story_.at(from).say(
        {.kind = ObservationKind::turn_begun, .process = catalog, .message = message, .payload = batch.get()});
    story_.at(to).say({.kind = ObservationKind::turn_ended, .process = catalog, .message = message});
    return *this;
  }
  HandedOver& trouble(Duration at) {
    story_.at(at).say({.kind = ObservationKind::message_dropped, .process = event_log, .peer = catalog});
    return *this;
  }
  HandedOver& held(Duration at, std::int64_t offset) {
    story_.at(at).say({.kind = ObservationKind::event_held, .process = catalog, .message = MessageId{7}, .a = offset});
    return *this;
  }
  Story& ended_quiet() { return story_.ended_quiet(); }

 private:
  Story story_{"nothing_again_without_loss"};
  std::uint64_t turns_ = 0;
};

TEST(NothingAgainWithoutLoss, fails_where_an_event_comes_again_though_its_turn_is_long_over) {
  // Wrong: a consumer that forgets the last of what it is given would be mended by repetition, and cost twice the work.
  HandedOver run;
  run.delivered(0ms).turn(2ms, 3ms).delivered(1s);
  EXPECT_EQ(run.ended_quiet().reason(),
            "event-log handed offset 1 to catalog at 0s, and again at 1s, though nothing was lost or late");
}

TEST(NothingAgainWithoutLoss, passes_what_comes_again_for_a_reason) {
  // Wrong: a redelivery that is what it is for would be called waste.
  HandedOver still_at_it;
  still_at_it.delivered(0ms).turn(2ms, 1500ms).delivered(1s);
  EXPECT_EQ(still_at_it.ended_quiet().verdict(), Verdict::pass);
  HandedOver lost;
  lost.delivered(0ms).trouble(1ms).delivered(1s);
  EXPECT_NE(lost.ended_quiet().verdict(), Verdict::fail);
  HandedOver lost_before;
  lost_before.trouble(0ms).delivered(1ms).turn(2ms, 3ms).delivered(1s);
  EXPECT_NE(lost_before.ended_quiet().verdict(), Verdict::fail);
  HandedOver once;
  once.delivered(0ms).turn(2ms, 3ms);
  EXPECT_EQ(once.ended_quiet().verdict(), Verdict::pass);
}

TEST(NothingAgainWithoutLoss, fails_where_what_comes_again_is_what_others_were_held_for) {
  // Wrong: a consumer that forgets the last of each batch would hold the next ones for it, and be excused for holding.
  HandedOver run;
  run.delivered(0ms).turn(2ms, 3ms).held(5ms, 2).delivered(1s);
  EXPECT_EQ(run.ended_quiet().verdict(), Verdict::fail);
}

TEST(NothingAgainWithoutLoss, passes_what_comes_again_because_it_was_held) {
  // Wrong: what waits for another event can't be answered for, and comes again until that one is there.
  HandedOver run;
  run.delivered(0ms).turn(2ms, 3ms).held(3ms, 1).delivered(1s);
  EXPECT_EQ(run.ended_quiet().verdict(), Verdict::pass);
}

TEST(NothingAgainWithoutLoss, looks_again_once_the_trouble_is_long_over) {
  // Wrong: one lost message at the beginning would excuse everything until the end.
  HandedOver run;
  run.trouble(0ms).delivered(60s).turn(60'002ms, 60'003ms).delivered(61s);
  EXPECT_EQ(run.ended_quiet().verdict(), Verdict::fail);
}

TEST(NothingAgainWithoutLoss, fails_where_an_event_is_published_twice) {
  // Wrong: a relay that forgets its mark would cost every consumer a repetition.
  Story story("nothing_again_without_loss");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().published().ended_quiet();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was published again, though nothing was lost or late");
  Design several;
  several.publication.relays = 2;
  Story relays("nothing_again_without_loss", several);
  relays.appended(fridge(3), MealsLoaded{meal(1), 1}).published().published().ended_quiet();
  EXPECT_NE(relays.verdict(), Verdict::fail) << "relays that claim nothing publish the same rows";
}

Observation given(std::uint64_t command, ProcessId handler) {
  return {.kind = ObservationKind::command_dispatched,
          .process = command_queue,
          .peer = handler,
          .message = MessageId{command},
          .stream = fridge(3)};
}

TEST(NothingAgainWithoutLoss, fails_where_a_handler_has_let_go_of_a_command_without_giving_it_back) {
  // Wrong: a handler that drops commands would be covered by the queue, a visibility timeout later.
  Story story("nothing_again_without_loss");
  story.say(given(1, handler_1)).say(given(2, handler_1)).at(5s).say(given(1, handler_2)).ended_quiet();
  EXPECT_EQ(story.reason(),
            "command-queue gave the command 1 for fridge-3 to handler-2 again, though nothing was lost or late");
  Story decided("nothing_again_without_loss");
  decided.say(given(1, handler_1)).command(ObservationKind::command_handled, 1, 1).at(5s).say(given(1, handler_2));
  EXPECT_EQ(decided.ended_quiet().verdict(), Verdict::fail);
}

TEST(NothingAgainWithoutLoss, passes_commands_that_were_given_back_or_are_still_in_hands) {
  // Wrong: losing a race for a state, or taking long, would be called waste.
  Story story("nothing_again_without_loss");
  story.say(given(1, handler_1)).command(ObservationKind::command_retried, 1).say(given(2, handler_1));
  story.say(given(1, handler_2)).say(given(3, handler_1)).at(6s).say(given(3, handler_2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  Story at_once("nothing_again_without_loss");
  at_once.say(given(1, handler_1)).say(given(1, handler_2)).ended_quiet();
  EXPECT_EQ(at_once.verdict(), Verdict::fail) << "its first handler still had time for it";
}

TEST(NothingAgainWithoutLoss, passes_real_quiet_runs_of_every_method) {
  // Wrong: some design would be blamed for how it works.
  for (const char* publication :
       {"method: outbox", "method: outbox, relays: 3", "method: dual_write", "method: single_publisher",
        "method: consumer_polling", "method: store_subscription", "method: push_grid", "method: log_subscription",
        "method: log_is_truth", "method: two_phase_commit"}) {
    const PropertyResult found = of_real_run(std::string("crisper: 1\nname: quiet\ndesign: {publication: {") +
                                                 publication + R"(}}
workload: {orders: {count: 60, rate: 40/s, customers: 10, fridges: 3, meals: 1}, restock: {initial: 30}}
properties: [nothing_again_without_loss]
)",
                                             "nothing_again_without_loss");
    EXPECT_EQ(found.verdict, Verdict::pass) << publication << ": " << found.reason;
  }
}

}  // namespace
}  // namespace crisper::properties
