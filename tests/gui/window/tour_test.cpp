// The tour through the first story.
#include "gui/tour.hpp"

#include "gui/panes/table_pane.hpp"
#include "gui/story_bar.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

using TourOfWindow = WindowTest;

TEST_F(TourOfWindow, leads_through_the_first_story_and_ends) {
  // Wrong: a newcomer would stand before twenty panes.
  auto* tour = window.findChild<Tour*>();
  ASSERT_NE(tour, nullptr);
  EXPECT_EQ(Tour::steps(), 6);
  EXPECT_FALSE(tour->isVisible());
  ASSERT_TRUE(window.trigger("tour"));
  settle();
  ASSERT_EQ(tour->step(), 0);
  EXPECT_TRUE(tour->isVisible());
  EXPECT_TRUE(window.story().sentence().startsWith("FAIL"));
  EXPECT_EQ(window.cursor().at(), 0u);
  shoot(&window, "window_tour");
  tour->next();
  const RecordId broken = window.cursor().at();
  EXPECT_GT(broken, 0u) << "the second step goes to what broke";
  tour->next();
  EXPECT_LT(window.cursor().at(), broken) << "the third goes one cause back";
  for (int step = 3; step < Tour::steps(); ++step) {
    tour->next();
    EXPECT_EQ(tour->step(), step);
  }
  tour->next();
  EXPECT_EQ(tour->step(), -1);
  EXPECT_FALSE(tour->isVisible());
}

TEST_F(TourOfWindow, can_be_left_and_does_not_come_back_with_the_next_run) {
  // Wrong: it would be in the way of whoever knows the window.
  auto* tour = window.findChild<Tour*>();
  window.trigger("tour");
  settle();
  tour->end();
  EXPECT_FALSE(tour->isVisible());
  openExampleRun();
  EXPECT_EQ(tour->step(), -1);
  EXPECT_FALSE(tour->isVisible());
}

TEST_F(TourOfWindow, waits_for_no_run_that_nobody_waits_for) {
  // Wrong: a tour that was asked for and stopped would begin over somebody's own run.
  auto* tour = window.findChild<Tour*>();
  window.trigger("tour");
  window.stop();
  settle();
  openExampleRun();
  EXPECT_EQ(tour->step(), -1);
}

}  // namespace
}  // namespace crisper::gui
