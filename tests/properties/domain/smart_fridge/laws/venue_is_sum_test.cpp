#include <gtest/gtest.h>

#include "core/domain/smart_fridge/places.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Fridges 1 and 2 are venue 1; they have three and two.
Story two_fridges() {
  Story story("venue_is_sum", {}, {.venue_size = 2});
  story.appended(fridge(1), MealsLoaded{meal(1), 3}).published().applied(venues);
  story.appended(fridge(2), MealsLoaded{meal(1), 2}).published().applied(venues);
  return story;
}

TEST(VenueIsSum, fails_where_a_fridge_was_counted_twice) {
  // Hazard 58. Wrong: a total that is kept by increments would drift unseen.
  Story story = two_fridges();
  story.shows(venues, venue_stream_of(VenueId{1}), meal(1), 8).ended_quiet();
  EXPECT_EQ(story.reason(), "venues shows 8 for meal 1 of venue-1, the events make it 5");
}

TEST(VenueIsSum, fails_where_a_venue_is_not_shown_or_shown_for_another) {
  // Wrong: a fridge that is dealt to a wrong venue would go unseen.
  Story story = two_fridges();
  story.shows(venues, venue_stream_of(VenueId{2}), meal(1), 5).ended_quiet();
  EXPECT_EQ(story.property().violation_count(), 2u);
}

TEST(VenueIsSum, passes_the_sum) {
  // Wrong: a right total would be called wrong.
  Story story = two_fridges();
  story.shows(venues, venue_stream_of(VenueId{1}), meal(1), 5).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(VenueIsSum, is_not_concerned_by_what_the_catalogue_shows) {
  // Wrong: a row of the catalogue would pass for one of a venue.
  Story story = two_fridges();
  story.shows(venues, venue_stream_of(VenueId{1}), meal(1), 5).shows(catalog, fridge(1), meal(1), 99).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
