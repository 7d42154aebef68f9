#include <gtest/gtest.h>

#include "gui/models/causes.hpp"
#include "gui/models/loaded_run.hpp"
#include "gui/models/pipeline_map.hpp"
#include "gui/models/record_words.hpp"
#include "gui/models/run_result.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

TEST(SmallRun, is_told_in_words) {
  // Wrong: the event log would say something else than the trace.
  const auto run = *load_run(small_trace_file(), {});
  const auto line = [&](RecordId id) {
    const RecordWords words = words_of(run->trace(), *run->index, id);
    return words.process + " | " + words.what + " | " + words.about + " | " + words.text;
  };
  EXPECT_EQ(line(1), "client-1 | command.submitted | fridge 7, command-store | ReserveMeal{order=1 meal=3 quantity=1}, "
                     "attempt number 1");
  EXPECT_EQ(line(2), "client-1 | message.sent | command-store | ReserveMeal, 88 bytes, loss by a fault");
  EXPECT_EQ(line(3), "client-1 | fault.fired | command-store | loss");
  EXPECT_EQ(line(4), "client-1 | message.dropped | command-store | ReserveMeal, lost");
  EXPECT_EQ(line(5), "client-1 | call.timed_out | command-store | 5ms");
  EXPECT_EQ(line(10), "command-store | turn.begun | client-1 | ReserveMeal");
}

TEST(TimeWords, have_microseconds_where_things_happen_within_a_millisecond) {
  // Wrong: ten rows would have one time, and nobody could tell what came how much later.
  TraceData trace;
  EXPECT_EQ(time_words(trace, 3'204'118'000), "3.204 s");
  trace.fine_times = true;
  EXPECT_EQ(time_words(trace, 3'204'118'000), "3.204118 s");
  EXPECT_EQ(time_words(trace, 2'000), "0.000002 s");
  EXPECT_EQ(time_words(trace, 0), "0.000000 s");
  EXPECT_TRUE(example_run()->trace().fine_times);
}

TEST(SmallRun, knows_why_a_message_was_dropped_and_who_made_its_copy) {
  // Wrong: "to cause" would lead nowhere.
  const auto run = *load_run(small_trace_file(), {});
  EXPECT_EQ(cause_of(run->trace(), *run->index, 4), 3u);   // dropped by the fault
  EXPECT_EQ(cause_of(run->trace(), *run->index, 3), 2u);   // which struck what was sent
  EXPECT_EQ(cause_of(run->trace(), *run->index, 11), 8u);  // the copy's arrival, by the fault that made it
  EXPECT_EQ(effects_of(run->trace(), *run->index, 9), std::vector<RecordId>{10});
}

TEST(RunResult, of_a_case_shows_the_run_and_not_whether_it_came_as_expected) {
  // Wrong: the window would call a run green whose failure somebody wants to look at.
  const auto result = parse_result(R"({"scenario": "x", "engine": "fast", "digest": "0", "seed": 1, "verdict": "pass",
    "reason": "as expected", "properties": [
      {"name": "as_expected", "verdict": "pass", "reason": "as expected"},
      {"name": "single_writer", "verdict": "fail", "reason": "two wrote"}]})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->verdict, "fail");
  EXPECT_EQ(result->reason, "single_writer: two wrote");
  ASSERT_EQ(result->properties.size(), 1u);
  EXPECT_EQ(result->properties[0].name, "single_writer");
}

TEST(PipelineMap, stands_in_the_order_in_which_a_command_travels) {
  // Wrong: nobody would recognise the design in it.
  const LoadedRun& run = *example_run();
  const PipelineMap map = make_pipeline_map(run.trace());
  std::vector<std::string> roles;
  for (const MapNode& node : map.nodes) roles.push_back(node.role);
  const std::vector<std::string> first(roles.begin(), roles.begin() + 4);
  EXPECT_EQ(first, (std::vector<std::string>{"client", "command-store", "command-queue", "handler"}));
  EXPECT_GT(map.edges.size(), 8u);
  const RunState end = run.machine->state_at(run.trace().last());
  for (const MapEdge& edge : map.edges) EXPECT_GE(load_of(map, edge, run.trace(), end).depth, 0);
}

TEST(ShopRun, tells_each_event_with_the_state_that_it_is_of) {
  // Wrong: the seats of one show would be told as those of another, which holds as many for as many.
  const MadeRun made = make_run("words-of-a-shop", "ticket_shop.yaml", {{"engine", "fast"}});
  const TraceData& data = made.run->trace();
  std::size_t opened = 0;
  for (RecordId id = 1; id <= data.last(); ++id) {
    const Said* said = data.said_of(id);
    if (!said || data.record(id).kind != ObservationKind::event_appended) continue;
    if (data.type_of_payload(said->payload) != "SeatsOpened") continue;
    ++opened;
    std::string show = data.stream_name(said->stream);  // "show 3", and "show-3" in a sentence
    ASSERT_NE(show.find(' '), show.npos) << show;
    show.replace(show.find(' '), 1, "-");
    const std::string text = words_of(data, *made.run->index, id).text;
    EXPECT_EQ(text.find("SeatsOpened{20 seats of " + show + "}"), 0U) << text;
  }
  EXPECT_EQ(opened, 4u);
}

TEST(SpaceTime, has_every_message_that_overlaps_a_stretch_of_time) {
  // Wrong: culling would hide messages.
  const LoadedRun& run = *example_run();
  const SpaceTime& space = *run.space;
  for (const auto& [begin, end] : {std::pair<std::int64_t, std::int64_t>{0, 1'000'000},
                                   {1'234'000'000, 1'236'000'000}, {0, run.trace().end_ns()}}) {
    std::size_t expected = 0;
    for (const Delivery& d : run.trace().deliveries) {
      const std::int64_t last = std::min(run.trace().off_wire_at(d), run.trace().end_ns());
      expected += d.sent != 0 && d.from != d.to && run.trace().sent_at(d) <= end && last >= begin;
    }
    std::size_t seen = 0;
    space.arrows_between(begin, end, [&](const Arrow&) { ++seen; });
    EXPECT_EQ(seen, expected);
  }
  std::uint64_t fine = 0;
  std::uint64_t coarse = 0;
  for (const std::uint32_t n : space.density(3, 0)) fine += n;
  for (const std::uint32_t n : space.density(3, space.levels() - 1)) coarse += n;
  EXPECT_GT(fine, 0u);
  EXPECT_EQ(fine, coarse);
}

}  // namespace
}  // namespace crisper::gui
