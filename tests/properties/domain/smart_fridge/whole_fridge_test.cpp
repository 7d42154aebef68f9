// The smart-fridge case as a whole: what each choice of it brings about in runs, and what it can't.
#include <gtest/gtest.h>

#include <string>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

struct Fridges {
  std::string sensors = "report: running, trust: full, delivery: 500ms, fetch: 800ms";
  std::string reports = "every: 2s, doubled: 20%, late: 20%, late_by: 3s";
  std::string spoilage = "rate: 1/s";
  std::string design = "";
  std::string faults = "[]";
  std::string restock = "";
};

RunResult run_of_fridges(const Fridges& fridges, std::uint64_t seed) {
  const std::string text = "crisper: 1\nname: fridges\n"
                           "design: {ownership: {strategy: optimistic}, publication: {method: outbox, poll: 10ms}" +
                           fridges.design + "}\nsmart_fridge: {order_time_limit: 5s, sensors: {" + fridges.sensors +
                           "}}\nworkload:\n"
                           "  orders: {rate: 8/s, for: 10s, customers: 20, fridges: 3, meals: 1}\n"
                           "  restock: {initial: 12, every: 4s, amount: 4" +
                           fridges.restock + "}\n  sensors: {" +
                           fridges.reports + "}\n  spoilage: {" + fridges.spoilage + "}\nfaults: " + fridges.faults +
                           "\n";
  return run_of_text(text, seed);
}

Verdict verdict_of(const RunResult& result, std::string_view law) {
  for (const PropertyResult& property : result.properties) {
    if (property.name == law) return property.verdict;
  }
  return Verdict::unknown;
}

/// In how many of ten runs a law fails.
int failures(const Fridges& fridges, std::string_view law) {
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    failed += verdict_of(run_of_fridges(fridges, seed), law) == Verdict::fail;
  return failed;
}

TEST(FridgeReports, keep_the_book_true_as_a_running_sum_late_doubled_and_out_of_order) {
  // R14, R15. Wrong: there would be no way to report that faults don't spoil.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult result = run_of_fridges({}, seed);
    EXPECT_EQ(verdict_of(result, "stock_is_true"), Verdict::pass) << seed;
    EXPECT_EQ(verdict_of(result, "meals_conserved"), Verdict::pass) << seed;
    EXPECT_EQ(verdict_of(result, "decision_is_right"), Verdict::pass) << seed;
  }
}

TEST(FridgeReports, drift_as_deltas_that_come_twice) {
  // R15, hazard 54. Wrong: a repetition of a delta would count as once.
  const Fridges deltas{.sensors = "report: delta, trust: full, numbers: off",
                       .reports = "every: 2s, doubled: 20%"};
  EXPECT_GT(failures(deltas, "stock_is_true"), 0);
}

TEST(FridgeReports, do_not_drift_as_totals_that_come_twice_where_nothing_is_under_way) {
  // R15. Wrong: totals would be blamed for what deltas do.
  const Fridges totals{.sensors = "report: total, trust: full, numbers: off", .reports = "every: 2s, doubled: 20%"};
  EXPECT_EQ(failures(totals, "stock_is_true"), 0);
}

TEST(FridgeReports, that_nobody_trusts_mend_nothing) {
  // R14. Wrong: a book would mend itself, or spoilage would be seen by nobody.
  const Fridges ignored{.sensors = "report: total, trust: none"};
  EXPECT_GE(failures(ignored, "stock_is_true"), 5);
}

TEST(FridgeReports, of_a_fridge_that_sends_nonsense_oversell_it_where_they_are_believed) {
  // Wrong: nonsense would do no harm, or nothing would be proof against it.
  const Fridges believed{.sensors = "report: total, trust: full, nonsense: 20%"};
  EXPECT_GT(failures(believed, "stock_is_true"), 0);
  const Fridges doubted{.sensors = "report: running, trust: bounded, tolerance: 4, nonsense: 5%"};
  EXPECT_LT(failures(doubted, "stock_is_true"), failures(believed, "stock_is_true"));
}

TEST(FridgeReports, that_are_far_off_are_believed_when_the_next_one_confirms_them) {
  // Wrong: a book that is far off would stay so, or whoever waits for a second word would believe nonsense.
  // Meals are sold faster than the car brings them: who comes first finds nothing, and all of that is left over later.
  Fridges far{.sensors = "report: running, trust: bounded, tolerance: 1, delivery: 4s, fetch: 100ms"};
  EXPECT_GT(failures(far, "stock_is_true"), 0);
  far.sensors = "report: running, trust: confirmed, tolerance: 1, delivery: 4s, fetch: 100ms";
  far.reports = "every: 2s, after: 20";
  EXPECT_EQ(failures(far, "stock_is_true"), 0);
  EXPECT_EQ(failures(far, "decision_is_right"), 0);
}

TEST(Sources, have_a_trust_each_and_a_release_that_is_not_believed_is_found_by_a_report) {
  // R14. Wrong: one setting would say whom to believe, or what was announced would be lost, or be there twice.
  Fridges announced{.sensors = "report: running, trust: full, delivery: 500ms, short_release: 30%"};
  announced.restock = ", trust: none";
  Fridges bounded = announced;
  bounded.restock = ", trust: bounded, at_most: 3";
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const Fridges& fridges : {announced, bounded}) {
      const RunResult result = run_of_fridges(fridges, seed);
      EXPECT_EQ(verdict_of(result, "stock_is_true"), Verdict::pass) << seed;
      EXPECT_EQ(verdict_of(result, "meals_conserved"), Verdict::pass) << seed;
      EXPECT_EQ(verdict_of(result, "decision_is_right"), Verdict::pass) << seed;
    }
  }
}

TEST(FridgeReports, survive_a_crash_of_the_box_that_sends_them_as_running_sums) {
  // Wrong: what was counted and not sent would be lost for ever.
  Fridges crashing;
  crashing.faults = "[{crash: fridges-1, at: 3s, restart_after: 1s}, {crash: fridges-1, at: 7s, restart_after: 500ms}]";
  EXPECT_EQ(failures(crashing, "stock_is_true"), 0);
}

/// A day of a few steps.
std::string scripted(const std::string& sensors, const std::string& steps, const std::string& rest) {
  return "crisper: 1\nname: steps\n"
         "design: {ownership: {strategy: optimistic}, publication: {method: outbox, poll: 10ms}}\n"
         "smart_fridge: {sensors: {" +
         sensors + "}}\nworkload:\n  script:\n" + steps + rest;
}

TEST(FridgeReports, tell_a_delta_once_also_where_the_box_that_told_it_crashes) {
  // Wrong: what a fridge had counted and sent would be counted again after a crash.
  const std::string text = scripted("report: delta, trust: full",
                                    "    - {client: k, at: 1s, load: {fridge: 1, meal: 1, quantity: 10}}\n"
                                    "    - {client: a, at: 3s, lose: {number: 1, fridge: 1, meal: 1, quantity: 1}}\n"
                                    "    - {client: a, at: 4s, count: {fridge: 1, number: 1, meals: 1}}\n"
                                    "    - {client: a, at: 7s, count: {fridge: 1, number: 2, meals: 1}}\n",
                                    "faults: [{crash: fridges-1, at: 5s, restart_after: 100ms}]\n");
  EXPECT_EQ(verdict_of(run_of_text(text, 1), "stock_is_true"), Verdict::pass);
}

TEST(FridgeReports, that_were_counted_and_not_sent_are_sent_after_a_crash) {
  // Wrong: a report whose making was acknowledged would be forgotten, and the book never mended.
  const std::string text = scripted("report: running, trust: full",
                                    "    - {client: k, at: 1s, load: {fridge: 1, meal: 1, quantity: 10}}\n"
                                    "    - {client: a, at: 3s, lose: {number: 1, fridge: 1, meal: 1, quantity: 1}}\n"
                                    "    - {client: a, at: 4s, count: {fridge: 1, number: 1, meals: 1, send: off}}\n"
                                    "    - {client: a, at: 7s, send_report: {fridge: 1, number: 1}}\n",
                                    "faults: [{crash: fridges-1, at: 5s, restart_after: 100ms}]\n");
  EXPECT_EQ(verdict_of(run_of_text(text, 1), "stock_is_true"), Verdict::pass);
}

TEST(FridgeWorld, carries_out_once_what_it_was_told_whatever_a_crash_keeps_of_its_journal) {
  // Wrong: that a meal has gone would be kept, and that the order is done would not: it would be fetched twice.
  Fridges torn;
  torn.faults = "[{lost_unsynced_writes: fridges-1}, "
                "{crash: fridges-1, at: 1s, every: 300ms, until: 11s, restart_after: 50ms}]";
  torn.sensors = "report: running, trust: full";
  torn.reports = "every: 2s";
  EXPECT_EQ(failures(torn, "stock_is_true"), 0);
}

TEST(FridgeWorld, has_a_run_wait_for_what_is_still_to_be_fetched) {
  // Wrong: a slow disk would say what there was to do before the last order came, and the run end without its fetch.
  const std::string text = scripted("report: running, trust: full, fetch: 60s, delivery: 0s",
                                    "    - {client: k, at: 1s, load: {fridge: 1, meal: 1, quantity: 10}}\n"
                                    "    - {client: c, at: 5s, order: {number: 1, fridge: 1, meal: 1, price: 900}}\n"
                                    "    - {client: k, at: 4.3s, load: {fridge: 2, meal: 1, quantity: 3}}\n",
                                    "run: {settle: 2s, horizon: 20m}\n"
                                    "faults: [{slow_sync: fridges-1, by: 800ms, at: 4s, for: 10s}]\n");
  int long_runs = 0;  // a fetch comes after a minute in the mean, and may come at once
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult result = run_of_text(text, seed);
    EXPECT_TRUE(result.quiet) << seed;
    long_runs += result.ended > sim_start + std::chrono::seconds(10) ? 1 : 0;
  }
  EXPECT_GT(long_runs, 5);
}

}  // namespace
}  // namespace crisper::properties
