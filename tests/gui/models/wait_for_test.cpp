#include "gui/models/wait_for.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gui/models/stays.hpp"
#include "gui/models/wait_for_map.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

class Waiting : public testing::Test {
 protected:
  Waiting() {
    data.processes.resize(20);
    for (ProcessNumber p = 1; p < 20; ++p) data.processes[p] = {"handler-" + std::to_string(p), "handler", ""};
    for (std::int64_t stream = 1; stream < 9; ++stream) data.stream_names[stream] = "fridge " + std::to_string(stream);
  }
  /// A lock, its holder, and who waits for it.
  void lock(std::int64_t stream, ProcessNumber holder, std::initializer_list<ProcessNumber> waiters) {
    LockState& made = state.locks.emplace_back(LockState{.stream = stream, .holder = holder, .waiters = {}});
    for (const ProcessNumber each : waiters) made.waiters.push_back({each, 0});
  }
  WaitForMap map() const { return make_wait_for_map(data, state); }
  static const WaitNode& node(const WaitForMap& map, const std::string& title) {
    const auto found = std::ranges::find(map.nodes, title, &WaitNode::title);
    EXPECT_NE(found, map.nodes.end()) << title;
    return *found;
  }

  TraceData data;
  RunState state{data};
};

TEST_F(Waiting, in_a_circle_is_found_and_told_in_words) {
  // Wrong: a deadlock would look like a busy system.
  lock(1, 1, {2, 3});
  lock(2, 2, {});
  EXPECT_TRUE(wait_for_graph(state).cycles.empty());
  EXPECT_EQ(wait_for_graph(state).edges.size(), 2u);
  state.locks[0].waiters.push_back({1, 0});  // it asks again for what it has
  EXPECT_TRUE(wait_for_graph(state).cycles.empty());
  state.locks[1].waiters.push_back({1, 0});
  const WaitFor graph = wait_for_graph(state);
  ASSERT_EQ(graph.cycles.size(), 1u);
  EXPECT_EQ(cycle_words(data, graph.cycles[0]), "handler-2 waits for fridge 1, which handler-1 holds; "
                                                "handler-1 waits for fridge 2, which handler-2 holds");
}

TEST_F(Waiting, in_two_circles_is_found_twice) {
  // Wrong: where one deadlock is, another one would look like a queue.
  lock(1, 1, {2});
  lock(2, 2, {1});
  lock(3, 3, {4, 5});
  lock(4, 4, {3});
  const WaitFor graph = wait_for_graph(state);
  EXPECT_EQ(graph.cycles.size(), 2u);
  EXPECT_EQ(std::ranges::count(graph.edges, true, &WaitEdge::in_cycle), 4);
  EXPECT_EQ(map().told.size(), 2u);
}

TEST_F(Waiting, is_drawn_from_left_to_right) {
  // Wrong: nobody could read off the picture who holds up whom.
  lock(1, 1, {2});
  lock(2, 2, {3});
  lock(3, 4, {});
  const WaitForMap made = map();
  const auto column = [&](const char* title) { return node(made, title).column; };
  EXPECT_EQ(column("handler-3"), 0);
  EXPECT_EQ(column("fridge 2"), 1);
  EXPECT_EQ(column("handler-2"), 2);
  EXPECT_EQ(column("fridge 1"), 3);
  EXPECT_EQ(column("handler-1"), 4);
  EXPECT_EQ(made.columns, 5);
  EXPECT_EQ(made.quiet, 1u);  // nobody waits for fridge 3
  for (const WaitArrow& arrow : made.arrows) {
    EXPECT_FALSE(arrow.goes_back || arrow.in_cycle);
    EXPECT_EQ(made.nodes[arrow.to].column, made.nodes[arrow.from].column + 1);
  }
}

TEST_F(Waiting, in_a_circle_goes_back_by_one_arrow) {
  // Wrong: the picture of a deadlock would be a line, which has an end.
  lock(1, 1, {2});
  lock(2, 2, {1, 3});
  const WaitForMap made = map();
  std::size_t back = 0;
  std::size_t in_cycle = 0;
  for (const WaitArrow& arrow : made.arrows) {
    in_cycle += arrow.in_cycle;
    if (!arrow.goes_back) continue;
    ++back;
    EXPECT_TRUE(arrow.in_cycle);
    EXPECT_LT(made.nodes[arrow.to].column, made.nodes[arrow.from].column);
    for (const WaitNode& each : made.nodes) EXPECT_GT(arrow.under, each.row);
  }
  EXPECT_EQ(back, 1u);
  EXPECT_EQ(in_cycle, 4u);
  EXPECT_TRUE(node(made, "handler-1").in_cycle && node(made, "fridge 2").in_cycle);
  EXPECT_FALSE(node(made, "handler-3").in_cycle);
}

TEST_F(Waiting, of_many_for_one_lock_stays_a_small_picture) {
  // Wrong: a hot lock would fill the screen, or some of its waiters would not be told of.
  lock(1, 1, {2, 3, 4, 5, 6, 7, 8, 9});
  lock(2, 9, {10});
  const WaitForMap made = map();
  EXPECT_EQ(node(made, "3 more").kind, WaitNode::Kind::more);
  node(made, "handler-9");  // came last, and holds up another
  EXPECT_EQ(std::ranges::count(made.nodes, WaitNode::Kind::process, &WaitNode::kind), 7);
}

TEST_F(Waiting, of_no_two_nodes_is_drawn_in_one_place) {
  // Wrong: one process would hide another.
  lock(1, 1, {2, 3});
  lock(2, 2, {4, 5, 1});
  lock(3, 6, {5, 7});
  lock(4, 0, {8});
  const WaitForMap made = map();
  for (std::size_t i = 0; i < made.nodes.size(); ++i) {
    EXPECT_LT(made.nodes[i].column, made.columns);
    EXPECT_LE(made.nodes[i].row, made.rows - 1);
    for (std::size_t j = 0; j < i; ++j) {
      const bool apart = made.nodes[i].column != made.nodes[j].column ||
                         std::abs(made.nodes[i].row - made.nodes[j].row) >= 1;
      EXPECT_TRUE(apart) << made.nodes[i].title << " and " << made.nodes[j].title;
    }
  }
}

/// A trace of locks, told by hand: process 1 is the lock service.
class LocksTold : public testing::Test {
 protected:
  LocksTold() { data.processes.resize(6); }

  void say(ObservationKind kind, ProcessNumber process, ProcessNumber peer, std::int64_t stream, std::int64_t a = 0) {
    data.records.push_back(
        Record{.row = static_cast<Index>(data.said.size()), .process = process % processes_max, .kind = kind});
    data.said.push_back({.stream = stream, .a = a, .peer = peer});
  }
  RunState after_all() const {
    const TraceIndex index(data);
    RunState state(data);
    while (state.at < data.last()) state.advance(data, index);
    return state;
  }
  void circle() {
    using enum ObservationKind;
    for (const ProcessNumber each : {2u, 3u}) {
      say(lock_requested, 1, each, each);
      say(lock_granted, 1, each, each, each);
    }
    say(lock_requested, 1, 2, 3);
    say(lock_requested, 1, 3, 2);
  }

  TraceData data;
};

TEST_F(LocksTold, of_a_circle_are_a_circle_until_one_of_it_gives_up) {
  // Wrong: the pane Locks would show a deadlock where the property sees none, since nobody waits there any more.
  circle();
  EXPECT_EQ(wait_for_graph(after_all()).cycles.size(), 1u);
  say(ObservationKind::call_timed_out, 3, 4, 0);  // of somebody else than the lock service
  EXPECT_EQ(wait_for_graph(after_all()).cycles.size(), 1u);
  say(ObservationKind::call_timed_out, 3, 1, 0);
  const RunState state = after_all();
  EXPECT_TRUE(wait_for_graph(state).cycles.empty());
  ASSERT_EQ(state.locks.size(), 2u);
  EXPECT_TRUE(state.locks[0].waiters.empty());
  EXPECT_EQ(state.locks[0].holder, 2u);
  EXPECT_EQ(state.locks[1].waiters.size(), 1u);
  // And so says its lane.
  for (Record& each : data.records) each.at = &each - data.records.data();
  std::vector<std::int64_t> ends;
  for (const Stay& each : find_stays(data)) {
    if (each.process == 3 && each.kind == Stay::Kind::lock_wait) ends.push_back(each.end);
  }
  EXPECT_EQ(ends, (std::vector<std::int64_t>{3, 7}));  // its own lock was granted, and this one given up
}

TEST_F(LocksTold, of_a_circle_are_none_once_one_of_it_is_down) {
  // Wrong: a process that is down would be told to wait.
  circle();
  say(ObservationKind::process_crashed, 2, 0, 0);
  const RunState state = after_all();
  EXPECT_TRUE(wait_for_graph(state).cycles.empty());
  EXPECT_EQ(state.locks[0].holder, 2u);  // its lease goes on
  EXPECT_EQ(state.locks[0].waiters.size(), 1u);
  EXPECT_TRUE(state.locks[1].waiters.empty());
}

TEST_F(LocksTold, by_a_service_that_went_down_have_no_waiters) {
  // Wrong: they would seem to wait at a service that has forgotten them.
  circle();
  say(ObservationKind::lock_requested, 1, 4, 5);
  say(ObservationKind::process_crashed, 1, 0, 0);
  const RunState state = after_all();
  EXPECT_TRUE(wait_for_graph(state).edges.empty());
  EXPECT_EQ(state.locks.size(), 2u);  // what was granted is on its disk
}

TEST(WaitForMap, of_a_run_draws_every_wait_at_every_instant) {
  // Wrong: the picture and the table would say different things.
  const LoadedRun& run = *deadlocked_run();
  bool deadlock = false;
  RunState state(run.trace());
  while (state.at < run.trace().last()) {
    state.advance(run.trace(), *run.index);
    if (state.at % 23 != 0) continue;
    const WaitFor graph = wait_for_graph(state);
    const WaitForMap map = make_wait_for_map(run.trace(), state);
    const auto thick = std::ranges::count_if(map.arrows, [](const WaitArrow& a) { return a.is_wait && a.in_cycle; });
    EXPECT_EQ(thick, std::ranges::count(graph.edges, true, &WaitEdge::in_cycle)) << state.at;
    EXPECT_EQ(map.told.size(), graph.cycles.size());
    std::size_t drawn = 0;
    for (const WaitArrow& arrow : map.arrows) {
      const WaitNode& from = map.nodes[arrow.from];
      if (arrow.is_wait) drawn += from.kind == WaitNode::Kind::more ? std::stoul(from.title) : 1;
    }
    std::size_t waiting = 0;
    for (const LockState& lock : state.locks) {
      waiting += static_cast<std::size_t>(std::ranges::count_if(
          lock.waiters, [&](const LockWaiter& waiter) { return waiter.process != lock.holder; }));
    }
    EXPECT_EQ(drawn, waiting) << state.at;
    deadlock = deadlock || !graph.cycles.empty();
  }
  EXPECT_TRUE(deadlock);
}

}  // namespace
}  // namespace crisper::gui
