#include "properties/support/wait_for_graph.hpp"

#include <gtest/gtest.h>

namespace crisper::properties {
namespace {

using Waits = std::vector<WaitForGraph::Wait>;

TEST(WaitForGraph, tells_a_circle_step_by_step_from_whoever_is_asked) {
  // Wrong: a deadlock would not be found, or told from the middle.
  WaitForGraph graph;
  graph.add({1, 2, 12});
  graph.add({2, 3, 23});
  EXPECT_EQ(graph.circle_through(1), Waits{});
  graph.add({3, 1, 31});
  EXPECT_EQ(graph.circle_through(1), (Waits{{1, 2, 12}, {2, 3, 23}, {3, 1, 31}}));
  EXPECT_EQ(graph.circle_through(3), (Waits{{3, 1, 31}, {1, 2, 12}, {2, 3, 23}}));
}

TEST(WaitForGraph, finds_no_circle_through_one_who_only_waits_for_it) {
  // Wrong: whoever queues behind a deadlock would be called a part of it.
  WaitForGraph graph;
  graph.add({1, 2, 0});
  graph.add({2, 1, 0});
  graph.add({7, 1, 0});
  EXPECT_EQ(graph.circle_through(7), Waits{});
  EXPECT_EQ(graph.circle_through(99), Waits{});
}

TEST(WaitForGraph, forgets_a_wait_that_has_ended) {
  // Wrong: a circle that somebody left would be reported again.
  WaitForGraph graph;
  graph.add({1, 2, 0});
  graph.add({2, 1, 0});
  graph.clear(2);
  EXPECT_EQ(graph.circle_through(1), Waits{});
}

TEST(WaitForGraph, tells_the_shortest_of_several_circles) {
  // Wrong: a person would be shown a detour.
  WaitForGraph graph;
  graph.add({1, 2, 0});
  graph.add({2, 3, 0});
  graph.add({3, 1, 0});
  graph.add({2, 1, 21});
  EXPECT_EQ(graph.circle_through(1), (Waits{{1, 2, 0}, {2, 1, 21}}));
}

}  // namespace
}  // namespace crisper::properties
