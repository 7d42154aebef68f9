#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "sim/schedule/pct_scheduler.hpp"
#include "sim/schedule/pos_scheduler.hpp"

namespace crisper::sim {
namespace {

/// One message of its own on each of the links 0, 1, …, to these receivers.
std::vector<Ready> messages_to(const std::vector<std::uint32_t>& receivers) {
  std::vector<Ready> ready;
  for (std::uint32_t i = 0; i < receivers.size(); ++i) {
    Ready message;
    message.link = i;
    message.from = ProcessId{100 + i};
    message.to = ProcessId{receivers[i]};
    message.attempt = AttemptId{i + 1};
    ready.push_back(message);
  }
  return ready;
}

/// The links in the order in which they go when nothing new comes.
std::vector<LinkIndex> order_of(Scheduler& scheduler, std::vector<Ready> ready) {
  std::vector<LinkIndex> order;
  while (!ready.empty()) {
    const std::size_t place = scheduler.choose(ready);
    order.push_back(ready.at(place).link);
    ready.erase(ready.begin() + static_cast<std::ptrdiff_t>(place));
  }
  return order;
}

TEST(PctScheduler, keeps_to_its_priorities_without_change_points) {
  // Wrong: it would be a random walk, whose chance of a deep bug falls with every step.
  const auto ready = messages_to({1, 1, 1, 1});
  for (std::uint64_t key = 0; key < 20; ++key) {
    PctScheduler scheduler({.key = key, .depth = 1});
    const auto first = scheduler.choose(ready);
    for (int again = 0; again < 50; ++again) EXPECT_EQ(scheduler.choose(ready), first);
  }
}

TEST(PctScheduler, draws_every_order_of_links) {
  // Wrong: some orders would never be tried.
  std::set<std::vector<LinkIndex>> orders;
  for (std::uint64_t key = 0; key < 200; ++key) {
    PctScheduler scheduler({.key = key, .depth = 1});
    orders.insert(order_of(scheduler, messages_to({1, 1, 1})));
  }
  EXPECT_EQ(orders.size(), 6u);
}

TEST(PctScheduler, lets_the_link_that_goes_fall_behind_all_others_at_a_change_point) {
  // Wrong: no bug that needs two orderings would be found.
  const auto ready = messages_to({1, 1, 1});
  for (std::uint64_t key = 0; key < 20; ++key) {
    PctScheduler scheduler({.key = key, .depth = 2, .length = 10});
    const std::size_t before = scheduler.choose(ready);
    std::size_t changes = 0;
    std::size_t last = before;
    for (int step = 0; step < 30; ++step) {
      const std::size_t now = scheduler.choose(ready);
      changes += now != last;
      last = now;
    }
    // The change may lie at the first step, before anything was seen to go.
    EXPECT_LE(changes, 1u);
    std::vector<Ready> others = ready;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(last));
    EXPECT_LT(scheduler.choose(others), 2u);
  }
}

TEST(PctScheduler, is_the_same_for_the_same_key) {
  // Wrong: a run that was found could not be made again.
  for (std::uint64_t key = 0; key < 10; ++key) {
    PctScheduler one({.key = key, .depth = 4, .length = 6});
    PctScheduler two({.key = key, .depth = 4, .length = 6});
    EXPECT_EQ(order_of(one, messages_to({1, 2, 3, 1, 2, 3})), order_of(two, messages_to({1, 2, 3, 1, 2, 3})));
  }
}

TEST(PosScheduler, draws_every_order_of_messages_that_race_about_as_often) {
  // Wrong: some orders would hardly ever be tried.
  std::map<std::vector<LinkIndex>, int> orders;
  for (std::uint64_t key = 0; key < 600; ++key) {
    PosScheduler scheduler(key);
    ++orders[order_of(scheduler, messages_to({1, 1, 1}))];
  }
  ASSERT_EQ(orders.size(), 6u);
  for (const auto& [order, count] : orders) EXPECT_GT(count, 50);
}

TEST(PosScheduler, draws_anew_only_for_those_that_raced_with_what_was_delivered) {
  // Wrong: it would be a random walk, or never reconsider.
  const auto ready = messages_to({1, 1, 2});
  bool reconsidered = false;
  for (std::uint64_t key = 0; key < 200; ++key) {
    PosScheduler apart(key);
    const std::vector<Ready> racing{ready[0], ready[1]};
    const std::size_t before = PosScheduler(key).choose(racing);
    const std::vector<Ready> alone{ready[2]};
    apart.choose(alone);
    EXPECT_EQ(apart.choose(racing), before) << "a delivery to another receiver is no race";
    PosScheduler raced(key);
    const auto third = messages_to({1, 1, 1});
    raced.choose(std::vector<Ready>{third[2]});
    reconsidered |= raced.choose(racing) != before;
  }
  EXPECT_TRUE(reconsidered);
}

}  // namespace
}  // namespace crisper::sim
