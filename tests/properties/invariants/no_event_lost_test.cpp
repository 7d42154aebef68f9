#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(NoEventLost, fails_when_a_stored_event_is_never_published) {
  // Wrong: a state saved without its message, the oldest bug of dual writes, would pass.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog);
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).ended_quiet();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was stored and never published");
}

TEST(NoEventLost, fails_when_one_of_two_consumers_misses_an_event) {
  // Wrong: a checkpoint that runs ahead of its effect would pass.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog).applied(refill);
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published().applied(catalog).ended_quiet();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was published and never reached refill");
}

TEST(NoEventLost, fails_when_a_subscriber_was_sent_events_and_took_none) {
  // Wrong: a consumer that never did anything would be no consumer.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published();
  story.say({.kind = ObservationKind::event_delivered, .process = event_log, .peer = catalog}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(NoEventLost, passes_when_each_event_is_taken_or_turned_down) {
  // Wrong: duplicates and events of no interest would count as lost.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog).published();
  story.ignored(catalog, IgnoreReason::duplicate).ignored(refill, IgnoreReason::not_interesting).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(NoEventLost, leaves_open_what_was_on_its_way_when_time_was_up) {
  // Wrong: an event in flight would be called lost, or delivered.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(NoEventLost, names_what_stands_still_when_time_was_up) {
  // Wrong: a run that never comes to rest would hide every event that it has lost.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog);
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).at(60s).ended_at_horizon();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was stored at 3ms and never published: it stands still");
}

Observation full_disk_of(ProcessId process) {
  return {.kind = ObservationKind::fault_fired,
          .process = process,
          .b = static_cast<std::int64_t>(sim::FaultKind::full)};
}

TEST(NoEventLost, names_the_full_disk_of_whoever_keeps_no_event) {
  // Wrong: a view whose disk is full would be told as one that stands still for no reason.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog);
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published();
  story.say(full_disk_of(catalog)).say(full_disk_of(catalog)).at(60s).ended_at_horizon();
  EXPECT_EQ(story.reason(),
            "an event of fridge-3 was published at 4ms and never reached catalog: it stands still; the disk of catalog "
            "was full from 5ms on");
  EXPECT_NE(story.evidence().find("a fault struck catalog"), std::string::npos) << story.evidence();
  // A crash while it was full, and the consumer goes on behind what it had to keep.
  Story passed("no_event_lost");
  passed.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog);
  passed.appended(fridge(3), MealsLoaded{meal(1), 2}).published().say(full_disk_of(catalog));
  passed.appended(fridge(3), MealsLoaded{meal(1), 3}).published().applied(catalog).ended_quiet();
  EXPECT_EQ(passed.reason(),
            "an event of fridge-3 was published and never reached catalog; the disk of catalog was full from 5ms on");
}

TEST(NoEventLost, names_the_full_disk_of_whoever_publishes_none) {
  // Wrong: the same, of everybody behind a log.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog);
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).say(full_disk_of(event_log)).at(60s).ended_at_horizon();
  EXPECT_EQ(story.reason(),
            "an event of fridge-3 was stored at 3ms and never published: it stands still; the disk of event-log was "
            "full from 4ms on");
}

TEST(NoEventLost, blames_no_disk_that_had_recovered) {
  // Wrong: whoever was in trouble once would be the cause of all that is missing later.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().say(full_disk_of(catalog)).applied(catalog);
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published().ended_quiet();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was published and never reached catalog");
}

TEST(NoEventLost, names_what_others_have_overtaken_for_long) {
  // Wrong: one event that is skipped would be on its way for ever, as long as others come.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().appended(fridge(3), MealsLoaded{meal(1), 2});
  story.published().applied(catalog, 2).at(59s).appended(fridge(3), MealsLoaded{meal(1), 4}).published();
  story.applied(catalog).ended_at_horizon();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was published at 1ms and never reached catalog: it stands still");
  EXPECT_EQ(story.property().violation_count(), 1u);
}

TEST(NoEventLost, waits_longer_for_a_design_that_waits_longer) {
  // Wrong: an event that a design tries again every minute would be called lost after five seconds.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).at(60s);
  story.ended({.ending = RunEnding::horizon, .quiet = false, .standstill_after = 3min});
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(NoEventLost, expects_nothing_of_a_way_on_which_somebody_is_down) {
  // Wrong: a relay that a fault keeps down until the end would be called a loss of events.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).at(60s);
  story.holds({.kind = AuditKind::process_down, .process = event_log}).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(NoEventLost, expects_nothing_behind_a_consumer_that_is_down_in_an_ordered_fan_out) {
  // Wrong: who waits for a crashed consumer, as the design says, would be said to have lost its events; or one that
  // waits for nobody would be excused.
  // The one in front has a name whose role is known to be no part of the way that all events come.
  const ProcessId in_front = handler_2, elsewhere = handler_1;
  const auto judged = [&](FanOutOrder order, ProcessId down) {
    Design design;
    design.event_log.fan_out = order;
    Story story("no_event_lost", design);
    for (const ProcessId each : {in_front, catalog}) {
      story.say({.kind = ObservationKind::checkpoint_saved, .process = each});
    }
    story.appended(fridge(3), MealsLoaded{meal(1), 1}).published();
    if (down != in_front) story.applied(in_front);
    return story.at(60s).holds({.kind = AuditKind::process_down, .process = down}).ended_at_horizon().verdict();
  };
  EXPECT_EQ(judged(FanOutOrder::ordered, in_front), Verdict::unknown);
  EXPECT_EQ(judged(FanOutOrder::parallel, in_front), Verdict::fail);
  EXPECT_EQ(judged(FanOutOrder::ordered, elsewhere), Verdict::fail);
}

TEST(NoEventLost, fails_when_a_consumer_saved_a_position_behind_an_event_that_it_never_had) {
  // Wrong: a reader that passed a gap in the store would look as if it were on its way.
  Story story("no_event_lost");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().appended(fridge(3), MealsLoaded{meal(1), 2});
  story.published().applied(catalog);
  story.say({.kind = ObservationKind::checkpoint_saved, .process = catalog, .a = 2}).ended_at_horizon();
  EXPECT_EQ(story.reason(), "an event of fridge-3 was published and catalog passed it by");
}

TEST(NoEventLost, says_nothing_where_nothing_was_stored) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("no_event_lost");
  story.ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

TEST(NoEventLost, does_not_look_for_what_the_store_has_lost) {
  // Wrong: whoever was to have an event would be blamed for what a crash of its store took; or, where the store lost
  // nothing in it, nobody would.
  for (const std::int64_t lost : {1, 0}) {
    Story story("no_event_lost");
    story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog);
    story.appended(fridge(3), MealsLoaded{meal(1), 2}).published();
    story.say({.kind = ObservationKind::process_crashed, .process = event_store, .b = lost}).ended_audited();
    EXPECT_EQ(story.verdict(), lost > 0 ? Verdict::pass : Verdict::fail) << story.reason();
  }
}

}  // namespace
}  // namespace crisper::properties
