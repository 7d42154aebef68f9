#include "gui/models/lane_rows.hpp"

#include <gtest/gtest.h>

namespace crisper::gui {
namespace {

std::vector<Lane> kitchen() {
  return {{.name = "queue", .role = "queue", .processes = {1}},
          {.name = "handler-1", .role = "handler", .processes = {2}},
          {.name = "store", .role = "store", .processes = {3}},
          {.name = "handler-2", .role = "handler", .processes = {4}},
          {.name = "handler-3", .role = "handler", .processes = {5}}};
}

QStringList names(const LaneRows& rows) {
  QStringList all;
  for (int row = 0; row < rows.rows(); ++row) all += rows.nameOf(row);
  return all;
}

TEST(LaneRows, are_the_lanes_themselves_at_first) {
  // Wrong: a run would look otherwise before anybody asked for it.
  LaneRows rows;
  rows.setLanes(kitchen());
  EXPECT_EQ(names(rows), (QStringList{"queue", "handler-1", "store", "handler-2", "handler-3"}));
  EXPECT_EQ(rows.pinnedRows(), 0);
  for (LaneNumber lane = 0; lane < 5; ++lane) {
    EXPECT_EQ(rows.rowOf(lane), lane);
    EXPECT_EQ(rows.lanesOf(lane), std::vector<LaneNumber>{lane});
  }
}

TEST(LaneRows, that_are_pinned_come_first_in_the_order_in_which_they_were) {
  // Wrong: two lanes that are compared would not stand beside each other.
  LaneRows rows;
  rows.setLanes(kitchen());
  rows.togglePin(4);
  rows.togglePin(2);
  EXPECT_EQ(names(rows), (QStringList{"handler-3", "store", "queue", "handler-1", "handler-2"}));
  EXPECT_EQ(rows.pinnedRows(), 2);
  EXPECT_EQ(rows.rowOf(2), 1);
  rows.togglePin(4);
  EXPECT_EQ(names(rows), (QStringList{"store", "queue", "handler-1", "handler-2", "handler-3"}));
}

TEST(LaneRows, of_a_folded_role_are_one_and_its_pinned_lane_stays_apart) {
  // Wrong: a lane would be drawn twice, or nowhere.
  LaneRows rows;
  rows.setLanes(kitchen());
  EXPECT_FALSE(rows.canFold(0)) << "there is no other queue";
  rows.toggleFold(0);
  EXPECT_EQ(rows.rows(), 5);
  rows.toggleFold(3);
  EXPECT_EQ(names(rows), (QStringList{"queue", "handler (3)", "store"}));
  EXPECT_EQ(rows.lanesOf(1), (std::vector<LaneNumber>{1, 3, 4}));
  EXPECT_EQ(rows.rowOf(4), 1);
  EXPECT_TRUE(rows.isFolded(1));
  rows.togglePin(3);
  EXPECT_EQ(names(rows), (QStringList{"handler-2", "queue", "handler (2)", "store"}));
  EXPECT_TRUE(rows.canFold(1));
  rows.toggleFold(1);
  EXPECT_EQ(names(rows), (QStringList{"handler-2", "queue", "handler-1", "store", "handler-3"}));
}

TEST(LaneRows, of_the_next_run_are_pinned_by_their_names) {
  // Wrong: after each what-if one would pin everything again.
  LaneRows rows;
  rows.setLanes(kitchen());
  rows.togglePin(2);
  rows.toggleFold(1);
  std::vector<Lane> more = kitchen();
  more.insert(more.begin(), {.name = "client", .role = "client", .processes = {9}});
  rows.setLanes(more);
  EXPECT_EQ(names(rows), (QStringList{"store", "client", "queue", "handler (3)"}));
  rows.setLanes({more[0]});
  EXPECT_EQ(names(rows), QStringList{"client"}) << "who isn't there is not shown";
  LaneRows kept;
  kept.restore(rows.pinned(), rows.folded());
  kept.setLanes(kitchen());
  EXPECT_EQ(names(kept), (QStringList{"store", "queue", "handler (3)"}));
}

}  // namespace
}  // namespace crisper::gui
