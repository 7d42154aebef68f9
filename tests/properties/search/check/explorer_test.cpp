// Every class of schedules is executed once: counted where a formula is known, and held to brute force elsewhere.
#include "properties/search/check/explorer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/properties/search/check/brute_force.hpp"
#include "tests/properties/search/check/toy_system.hpp"

namespace crisper::properties::check {
namespace {

ToySpec idle(std::size_t processes) {
  ToySpec spec;
  spec.processes.resize(processes);
  return spec;
}

Exploration explore(ToySpec spec, Bound bound = {}) {
  ToySystem system(std::move(spec));
  return Explorer(bound).explore(system, [](ExecutionEnd, const Exploration&) { return true; });
}

TEST(Explorer, n_messages_from_n_senders_to_one_process_give_n_factorial_classes) {
  // Wrong: orders at one process are missed, or counted twice.
  std::uint64_t factorial = 1;
  for (std::uint32_t n = 1; n <= 7; ++n) {
    factorial *= n;
    ToySpec spec = idle(1);
    spec.at_start.assign(n, {.to = 0, .what = 0});
    const Exploration found = explore(spec);
    EXPECT_EQ(found.classes, factorial) << n;
    EXPECT_EQ(found.blocked, 0u);
    EXPECT_TRUE(found.complete);
  }
}

TEST(Explorer, independent_pairs_give_one_class) {
  // Wrong: the reduction reduces nothing, and no real design can be checked.
  ToySpec spec = idle(10);
  for (std::uint32_t n = 0; n < 10; ++n) spec.at_start.push_back({.to = n, .what = 0});
  EXPECT_EQ(explore(spec).executions, 1u);
}

TEST(Explorer, two_writers_and_a_reader_give_six_classes) {
  // Wrong: the register's process is not what the three meet at. A register takes two writes and a read in any order:
  // 3! = 6 orders of what it sees; the reader's answer goes to a process that nobody else touches.
  ToySpec spec = idle(2);
  for (auto& state : spec.processes[0]) state[1].sends = {{.to = 1, .what = 0}};
  spec.at_start = {{.to = 0, .what = 0}, {.to = 0, .what = 0}, {.to = 0, .what = 1}};
  EXPECT_EQ(explore(spec).classes, 6u);
}

TEST(Explorer, a_link_that_keeps_its_order_divides_the_classes) {
  // Wrong: orders are tried that no network gives. Two senders of two messages each: 4! / (2! 2!) = 6.
  ToySpec spec = idle(3);
  for (const std::uint32_t sender : {1u, 2u}) {
    for (auto& state : spec.processes[sender]) state[0].sends = {{.to = 0, .what = 0}, {.to = 0, .what = 0}};
    spec.at_start.push_back({.to = sender, .what = 0});
  }
  EXPECT_EQ(explore(spec).classes, 6u);
  spec.in_order = false;
  EXPECT_EQ(explore(spec).classes, 24u);
}

TEST(Explorer, steps_on_one_history_do_not_commute) {
  // Wrong: what a judge sees across two processes is seen in one order only. n processes write one history: n!
  ToySpec spec = idle(4);
  for (std::uint32_t n = 0; n < 4; ++n) {
    for (auto& state : spec.processes[n]) state[0].touches_history = true;
    spec.at_start.push_back({.to = n, .what = 0});
  }
  EXPECT_EQ(explore(spec).classes, 24u);
}

TEST(Explorer, a_budget_allows_as_many_mishaps_as_it_says) {
  // Wrong: `pass` with a loss allowed was found without one. n messages to n processes, at most k lost: sum of C(n, i).
  ToySpec spec = idle(5);
  for (std::uint32_t n = 0; n < 5; ++n) spec.at_start.push_back({.to = n, .what = 0});
  EXPECT_EQ(explore(spec, {.mishaps = {0, 0, 0}}).classes, 1u);
  EXPECT_EQ(explore(spec, {.mishaps = {1, 0, 0}}).classes, 1u + 5);
  EXPECT_EQ(explore(spec, {.mishaps = {2, 0, 0}}).classes, 1u + 5 + 10);
  EXPECT_EQ(explore(spec, {.mishaps = {5, 0, 0}}).classes, 32u);
}

TEST(Explorer, time_passes_early_as_often_as_its_budget_says) {
  // Wrong: no timeout ever strikes before what it waits for. One message, one alarm: before it or after it. The alarm's
  // own message goes elsewhere, and meets nobody.
  ToySpec spec = idle(2);
  spec.at_start = {{.to = 0, .what = 0}};
  spec.alarms = {{.to = 1, .what = 0}};
  EXPECT_EQ(explore(spec).classes, 1u);
  EXPECT_EQ(explore(spec, {.early_time = 1}).classes, 2u);
}

TEST(Explorer, says_that_it_cut_what_is_deeper_than_the_bound) {
  // Wrong: a search that saw only beginnings calls itself complete.
  ToySpec spec = idle(1);
  spec.at_start.assign(4, {.to = 0, .what = 0});
  const Exploration found = explore(spec, {.depth = 3});
  EXPECT_GT(found.cut, 0u);
  EXPECT_EQ(found.classes, 0u);
}

TEST(Explorer, stops_when_told) {
  // Wrong: a hunt with a limit runs for ever.
  ToySpec spec = idle(1);
  spec.at_start.assign(6, {.to = 0, .what = 0});
  ToySystem system(spec);
  const Exploration found =
      Explorer({}).explore(system, [](ExecutionEnd, const Exploration& so_far) { return so_far.executions < 10; });
  EXPECT_EQ(found.executions, 10u);
  EXPECT_FALSE(found.complete);
}

// ---- against brute force

std::uint32_t number(std::uint32_t below) { return *rc::gen::inRange(0u, below); }

ToySend random_send(std::uint32_t processes) {
  return {.to = number(processes), .what = number(ToySpec::messages)};
}

ToySpec random_spec() {
  const std::uint32_t processes = 1 + number(3);
  ToySpec spec = idle(processes);
  for (auto& process : spec.processes) {
    for (auto& state : process) {
      for (ToyReaction& reaction : state) {
        reaction.next_state = number(ToySpec::states);
        for (std::uint32_t sends = number(5) / 2; sends > 0; --sends) reaction.sends.push_back(random_send(processes));
        reaction.touches_history = number(4) == 0;
      }
    }
  }
  for (std::uint32_t n = 1 + number(4); n > 0; --n) spec.at_start.push_back(random_send(processes));
  spec.lifetime = 1 + number(3);
  spec.in_order = number(2) == 0;
  spec.may_crash = number(3) == 0;
  for (std::uint32_t n = number(3); n > 0; --n) spec.alarms.push_back(random_send(processes));
  return spec;
}

TEST(Explorer, finds_what_brute_force_finds_and_each_class_once) {
  // Wrong: a schedule that breaks a design is skipped, and `pass within the bound` is a lie.
  std::uint64_t compared = 0, several = 0, without = 0, with = 0, blocked = 0;
  const bool holds = rc::check([&] {
    const ToySpec spec = random_spec();
    const Bound bound{.mishaps = {number(2), number(2), number(2)}, .early_time = number(3)};
    ToySystem system(spec);

    std::set<ToySystem::Class> classes;
    std::set<std::vector<std::uint32_t>> ends;
    BruteForce brute(system, bound);
    if (!brute.explore(40'000, [&] {
          classes.insert(system.told());
          ends.insert(system.final_states());
        })) {
      return;  // too large to try everything
    }
    for (const std::size_t least : {std::size_t{1}, std::size_t{2} + number(20)}) {
      std::multiset<ToySystem::Class> explored;
      std::set<std::vector<std::uint32_t>> explored_ends;
      Exploration found{.complete = true};
      std::vector<Explorer> parts{Explorer(bound)};
      if (least > 1) parts = Explorer::parts(system, bound, least);
      for (Explorer& part : parts) {
        found += part.explore(system, [&](ExecutionEnd end, const Exploration&) {
          if (end != ExecutionEnd::complete) return true;
          explored.insert(system.told());
          explored_ends.insert(system.final_states());
          return true;
        });
      }
      if (least == 1) {
        ++compared;
        without += brute.executions();
        with += found.executions;
        blocked += found.blocked;
      } else {
        several += parts.size() > 1 ? 1 : 0;
      }
      const bool same_ends = explored_ends == ends;
      const bool same_classes = std::set<ToySystem::Class>(explored.begin(), explored.end()) == classes;
      RC_ASSERT(parts.size() >= std::min(least, classes.size()));
      RC_ASSERT(found.complete);
      RC_ASSERT(same_ends);
      RC_ASSERT(same_classes);
      RC_ASSERT(explored.size() == classes.size());
      RC_ASSERT(found.classes == classes.size());
    }
  });
  EXPECT_TRUE(holds);
  EXPECT_GT(compared, 50u);
  EXPECT_GT(several, 25u);
  EXPECT_LT(with, without) << "nothing was reduced";
  RecordProperty("compared", static_cast<int>(compared));
  RecordProperty("executions", static_cast<int>(with));
  RecordProperty("executions_without_reduction", static_cast<int>(without));
  RecordProperty("blocked", static_cast<int>(blocked));
}

TEST(Explorer, stops_to_look_for_parts_when_it_is_told_that_it_is_enough) {
  // Wrong: where the first choice comes after thousands of steps, a time limit would be asked for the first time after
  // all of them had been repeated thousands of times.
  ToySpec spec = idle(1);
  spec.at_start.assign(5, {.to = 0, .what = 0});
  ToySystem system(spec);
  std::uint64_t asked = 0;
  const std::vector<Explorer> parts = Explorer::parts(system, {}, 1'000'000, [&](const Exploration& so_far) {
    EXPECT_EQ(so_far.executions, ++asked);
    return asked == 2;
  });
  EXPECT_TRUE(parts.empty());
  EXPECT_EQ(asked, 2u);
}

}  // namespace
}  // namespace crisper::properties::check
