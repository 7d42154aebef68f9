#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Design two_areas() {
  Design design;
  design.areas.count = 2;
  return design;
}

Observation queued(ProcessId queue, StreamId stream, std::uint64_t command) {
  return {.kind = ObservationKind::command_enqueued,
          .process = queue,
          .message = MessageId{command},
          .stream = stream};
}

TEST(AreasApart, fails_where_a_command_is_queued_in_another_area_than_its_fridge_is_in) {
  // Wrong: an area that is cut off would hold up commands of others.
  Story story("areas_apart", two_areas());
  story.say(queued(queue_of_area_2, fridge(3), 1)).ended_quiet();
  EXPECT_EQ(story.reason(), "a command for fridge-3 is queued in area 2, and belongs in area 1");
}

TEST(AreasApart, fails_where_the_commands_of_one_order_are_queued_in_two_areas) {
  // Wrong: what keeps a state's commands apart within a queue would not be enough.
  Story story("areas_apart", two_areas());
  story.say(queued(queue_of_area_2, order_stream(7), 1)).say(queued(queue_of_area_1, order_stream(7), 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(AreasApart, fails_where_a_part_of_a_view_shows_what_is_elsewhere) {
  // Wrong: two instances of the catalogue would answer for one fridge.
  Story story("areas_apart", two_areas());
  story.shows(catalog_of_area_1, fridge(4), meal(1), 5).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog-area-1 shows fridge-4, which is in area 2");
}

TEST(AreasApart, passes_what_is_where_it_belongs_and_says_nothing_of_a_system_without_areas) {
  // Wrong: a system that is split rightly would be called broken, or a judge that saw nothing would say pass.
  Story story("areas_apart", two_areas());
  story.say(queued(queue_of_area_1, fridge(3), 1))
      .say(queued(queue_of_area_2, order_stream(7), 2))
      .say(queued(queue_of_area_2, order_stream(7), 3))
      .shows(catalog_of_area_1, fridge(3), meal(1), 5)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  Story whole("areas_apart");
  whole.say(queued(command_queue, fridge(3), 1)).ended_quiet();
  EXPECT_TRUE(whole.property().judgement().vacuous);
  Story named("areas_apart");  // a reader along that somebody calls so
  named.shows(catalog_of_area_1, fridge(4), meal(1), 5).ended_quiet();
  EXPECT_TRUE(named.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
