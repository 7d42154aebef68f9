#include "sim/schedule/surw_scheduler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/schedule/pct_scheduler.hpp"
#include "sim/schedule/pos_scheduler.hpp"
#include "tests/sim/schedule/exam_programs.hpp"
#include "tests/sim/schedule/random_scheduler.hpp"

namespace crisper::sim {
namespace {

constexpr ProcessId reader{1};

/// What senders 100, 101 … still have for the reader, all of it there from the beginning.
std::string order_drawn(Scheduler& scheduler, const std::vector<int>& each_sends) {
  std::vector<Ready> ready;
  for (std::uint32_t sender = 0; sender < each_sends.size(); ++sender) {
    for (int n = 0; n < each_sends[sender]; ++n) {
      Ready message;
      message.link = sender;
      message.from = ProcessId{100 + sender};
      message.to = reader;
      message.nth = static_cast<std::uint64_t>(n + 1);
      ready.push_back(message);
    }
  }
  std::string order;
  while (!ready.empty()) {
    // A link keeps its order: of each only the first may go.
    std::vector<Ready> first;
    for (const Ready& each : ready) {
      if (first.empty() || first.back().link != each.link) first.push_back(each);
    }
    const Ready chosen = first[scheduler.choose(first)];
    order += static_cast<char>('a' + chosen.link);
    std::erase_if(ready, [&](const Ready& each) { return each.link == chosen.link && each.nth == chosen.nth; });
  }
  return order;
}

DeliveryCounts counts_of(const std::vector<int>& each_sends) {
  DeliveryCounts counts;
  for (std::uint32_t sender = 0; sender < each_sends.size(); ++sender) {
    counts[reader][ProcessId{100 + sender}] = static_cast<std::uint64_t>(each_sends[sender]);
  }
  return counts;
}

/// Pearson's statistic of how often each order was drawn, had all of them the same chance.
double chi_square(const std::map<std::string, int>& orders, std::size_t possible, int drawn) {
  const double expected = static_cast<double>(drawn) / static_cast<double>(possible);
  double sum = expected * static_cast<double>(possible - orders.size());
  for (const auto& [order, count] : orders) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

TEST(SurwScheduler, draws_every_order_of_what_comes_to_a_process_alike) {
  // Wrong: it would be a random walk, to which orders are rare in which who has much to send is done early.
  struct World {
    std::vector<int> each_sends;
    std::size_t orders;  ///< the multinomial coefficient
    double critical;     ///< of chi-square with one degree less, at 99.9 %
  };
  constexpr int drawn = 20'000;
  for (const World& world : {World{{1, 1, 1}, 6, 20.5}, World{{4, 1}, 5, 18.5}, World{{3, 2}, 10, 27.9},
                             World{{2, 2, 1}, 30, 58.3}}) {
    std::map<std::string, int> uniform, walked;
    for (std::uint64_t key = 0; key < drawn; ++key) {
      SurwScheduler surw(key, counts_of(world.each_sends));
      ++uniform[order_drawn(surw, world.each_sends)];
      test::RandomScheduler walk(key);
      ++walked[order_drawn(walk, world.each_sends)];
    }
    EXPECT_LT(chi_square(uniform, world.orders, drawn), world.critical) << world.orders << " orders";
    if (world.orders == 6) continue;  // one message each: a walk is as good
    EXPECT_GT(chi_square(walked, world.orders, drawn), 3 * world.critical) << "what this test would see";
  }
}

TEST(SurwScheduler, is_about_one_process_that_several_send_to) {
  // Wrong: it would hold messages back that race with none.
  DeliveryCounts counts = counts_of({2, 2});
  counts[ProcessId{2}][ProcessId{100}] = 9;
  for (std::uint64_t key = 0; key < 50; ++key) EXPECT_EQ(SurwScheduler(key, counts).contended(), reader);
  counts[ProcessId{2}][ProcessId{101}] = 1;
  std::map<ProcessId, int> about;
  for (std::uint64_t key = 0; key < 200; ++key) ++about[SurwScheduler(key, counts).contended()];
  EXPECT_GT(about[reader], 60);
  EXPECT_GT(about[ProcessId{2}], 60);
  SurwScheduler nobody(1, {});
  EXPECT_EQ(nobody.contended(), ProcessId{});
  std::vector<Ready> ready(2);
  ready[0].to = reader;
  ready[1].to = ProcessId{2};
  EXPECT_EQ(nobody.choose(ready), 0u) << "as it comes";
}

TEST(SurwScheduler, goes_on_where_a_run_is_not_as_the_trial_was) {
  // Wrong: a message that nobody counted would be held for ever, or chosen from nothing.
  SurwScheduler scheduler(3, counts_of({1, 1}));
  const std::string order = order_drawn(scheduler, {3, 2, 2});
  EXPECT_EQ(order.size(), 7u);
}

using Make = std::function<std::unique_ptr<Scheduler>(std::uint64_t key)>;

/// Mean of `hunts` hunts: in which schedule, from 1, the bug was first met; a hunt that never met it counts as `most`.
double schedules_to_bug(const test::ExamProgram& program, const Make& make, int hunts, std::uint64_t most) {
  double sum = 0;
  for (std::uint64_t hunt = 0; hunt < static_cast<std::uint64_t>(hunts); ++hunt) {
    std::uint64_t tried = 1;
    while (tried < most && !test::meets_the_bug(program, make(hunt * 1'000'003 + tried).get())) ++tried;
    sum += static_cast<double>(tried);
  }
  return sum / hunts;
}

/// Of the schedulers themselves, by their keys.
template <class Kind>
std::unique_ptr<Scheduler> made(std::uint64_t key) {
  return std::make_unique<Kind>(key);
}

TEST(SurwScheduler, meets_bugs_in_tens_of_schedules_where_others_need_hundreds) {
  // Wrong: the exam of the field would be passed by name alone.
  struct Row {
    const char* program;
    double theirs;  ///< mean of 20 hunts by those who wrote the algorithm down
  };
  const auto& all = test::exam_programs();
  std::map<std::string, double> ours, pos, walk;
  for (const Row& row : {Row{"reorder_3", 7}, Row{"reorder_5", 10}, Row{"reorder_10", 17}, Row{"twostage", 8},
                         Row{"wronglock", 7}, Row{"account", 6}}) {
    const auto program = std::ranges::find(all, row.program, &test::ExamProgram::name);
    ASSERT_NE(program, all.end());
    EXPECT_FALSE(test::meets_the_bug(*program, nullptr)) << row.program << ": anybody would meet it";
    CountingScheduler trial;
    test::meets_the_bug(*program, &trial);
    const Make surw = [&](std::uint64_t key) { return std::make_unique<SurwScheduler>(key, trial.counts()); };
    ours[row.program] = schedules_to_bug(*program, surw, 20, 300);
    pos[row.program] = schedules_to_bug(*program, made<PosScheduler>, 10, 300);
    walk[row.program] = schedules_to_bug(*program, made<test::RandomScheduler>, 10, 300);
    std::printf("%-11s surw %5.1f (theirs %2.0f)   pos %5.1f   random walk %5.1f\n", row.program, ours[row.program],
                row.theirs, pos[row.program], walk[row.program]);
    EXPECT_LT(ours[row.program], 1.1 * row.theirs) << row.program;
  }
  EXPECT_GT(pos["reorder_5"], 10 * ours["reorder_5"]);
  EXPECT_GT(pos["reorder_10"], 10 * ours["reorder_10"]);
  EXPECT_GT(walk["reorder_10"], 10 * ours["reorder_10"]);
}

}  // namespace
}  // namespace crisper::sim
