#include "gui/models/breakpoint.hpp"

#include <gtest/gtest.h>

#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

/// Where the walk from the beginning stops; zero where it does not.
RecordId stop_at(const QString& text) {
  const LoadedRun& run = *example_run();
  RunState state(run.trace());
  std::vector<bool> were_true;
  const std::vector<Breakpoint> breakpoints{*Breakpoint::parse(text)};
  return walk_to_breakpoint(run, state, breakpoints, were_true, UINT32_MAX) ? state.at : 0;
}

TEST(Breakpoint, stops_where_its_condition_becomes_true) {
  // Wrong: F5 would run past what one waits for.
  const LoadedRun& run = *example_run();
  EXPECT_EQ(stop_at("violation"), run.next_mark(0, Mark::Kind::violation)->at);
  const RecordId queue = stop_at("queue > 2");
  ASSERT_GT(queue, 0u);
  EXPECT_EQ(run.machine->state_at(queue).queues[0].waiting, 3);
  EXPECT_LE(run.machine->state_at(queue - 1).queues[0].waiting, 2);
  const RecordId wait = stop_at("lock wait > 1ms");
  EXPECT_TRUE(wait == 0 || !run.machine->state_at(wait).locks.empty());
  const RecordId event = stop_at("catalog event.applied MealsLoaded");
  ASSERT_GT(event, 0u);
  EXPECT_EQ(run.trace().record(event).kind, ObservationKind::event_applied);
  EXPECT_GT(stop_at("behind > 1"), 0u);
  EXPECT_EQ(stop_at("violation projection_matches_log"), stop_at("violation"));
  EXPECT_EQ(stop_at("violation single_writer"), 0u);
  const RecordId stale = stop_at("staleness > 4ms");
  ASSERT_GT(stale, 0u);
  const EventInfo& late = run.index->events.at(run.trace().said_of(stale)->message);
  EXPECT_GT(run.trace().at(stale) - run.trace().at(late.appended), 4'000'000);
  EXPECT_LT(stop_at("staleness > 0ms"), stale);
  EXPECT_EQ(stop_at("queue > 100000"), 0u);
  EXPECT_EQ(stop_at("deadlock"), 0u);
}

TEST(Breakpoint, says_what_it_does_not_understand) {
  // Wrong: a typing error would become a condition that is never true.
  EXPECT_FALSE(Breakpoint::parse(""));
  EXPECT_FALSE(Breakpoint::parse("queue > many"));
  EXPECT_FALSE(Breakpoint::parse("lock wait > soon"));
  EXPECT_FALSE(Breakpoint::parse("staleness > 5"));
}

TEST(Place, is_a_time_or_an_event_or_a_way_from_here) {
  // Wrong: what one types would lead somewhere else.
  const LoadedRun& run = *example_run();
  EXPECT_EQ(*parse_place("#77", run, 5), 77u);
  EXPECT_EQ(*parse_place(" 77 ", run, 5), 77u);
  EXPECT_EQ(*parse_place("2s", run, 5), run.trace().record_at(2'000'000'000));
  const RecordId here = *parse_place("2s", run, 0);
  EXPECT_EQ(*parse_place("+100ms", run, here), run.trace().record_at(run.trace().at(here) + 100'000'000));
  EXPECT_EQ(*parse_place("-5s", run, here), run.trace().record_at(0));
  EXPECT_FALSE(parse_place("soon", run, here));
  EXPECT_FALSE(parse_place("#999999999", run, here));
}

}  // namespace
}  // namespace crisper::gui
