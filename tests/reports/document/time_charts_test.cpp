#include "reports/document/time_charts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "tests/reports/document/traced_lunch.hpp"

namespace crisper::reports {
namespace {

class TimeChartsTest : public testing::TracedLunch {
 protected:
  TimeChartsTest() : trace_(trace()) {
    const auto charts = charts_of(trace_, run_.plan, run_.result.ended);
    EXPECT_TRUE(charts);
    if (charts) charts_ = *charts;
  }

  const TimeChart& chart(std::string_view id) const {
    const auto found = std::ranges::find(charts_.charts, id, &TimeChart::id);
    if (found != charts_.charts.end()) return *found;
    ADD_FAILURE() << "no chart " << id;
    static const TimeChart none{};
    return none;
  }

  struct Figures {
    std::int64_t count = 0;
    std::int64_t most = 0;
    std::int64_t total = 0;
  };
  /// Rows of a SELECT of a name, a count, the most and the sum: of the documented views, not of the charts' own SQL.
  std::map<std::string, Figures> asked(const std::string& sql) const {
    std::map<std::string, Figures> rows;
    EXPECT_TRUE(trace_.for_each(sql, [&](const sim::TraceRow& row) {
      rows[std::string(row.text(0))] = {row.integer(1), row.integer(2), row.integer(3)};
      return true;
    }));
    return rows;
  }

  void expect_equal(std::string_view id, const std::string& sql) const {
    const auto rows = asked(sql);
    const TimeChart& shown = chart(id);
    EXPECT_EQ(shown.series.size() + shown.left_out, rows.size()) << id;
    EXPECT_FALSE(shown.series.empty()) << id;
    for (const ChartSeries& each : shown.series) {
      const auto found = rows.find(each.name);
      ASSERT_NE(found, rows.end()) << id << ": " << each.name;
      const Figures& figures = found->second;
      const auto count = static_cast<double>(figures.count), most = static_cast<double>(figures.most);
      EXPECT_EQ(static_cast<double>(each.count), count) << id << ": " << each.name;
      switch (shown.kind) {
        case ChartKind::spans:
          EXPECT_NEAR(each.mean, static_cast<double>(figures.total) / count, 1.0) << id << ": " << each.name;
          [[fallthrough]];
        case ChartKind::level: EXPECT_EQ(each.most, most) << id << ": " << each.name; break;
        case ChartKind::rate:  // asked for is the most in one slot
          EXPECT_NEAR(each.most * to_seconds(charts_.slot), most, 1e-6) << id << ": " << each.name;
          EXPECT_NEAR(each.mean * to_seconds(charts_.ended), count, 1e-6) << id << ": " << each.name;
          break;
      }
    }
  }

  /// How many there are of each name, and the most of them in a slot.
  std::string by_slot(std::string_view name, std::string_view from) const {
    return fmt::format("SELECT name, SUM(hits), MAX(hits), 0 FROM (SELECT {} AS name, COUNT(*) AS hits FROM {} "
                       "GROUP BY 1, at_ns / {}) GROUP BY name",
                       name, from, to_ns(charts_.slot));
  }

  sim::TraceReader trace_;
  TimeCharts charts_;
};

TEST_F(TimeChartsTest, figures_equal_sql_over_the_trace) {
  // Wrong: an architecture board decides by a number that the run never had.
  expect_equal("latency",
               "SELECT 'until the answer', COUNT(*), MAX(b), SUM(b) FROM said WHERE what = 'command.answered'");
  expect_equal("throughput",
               by_slot("SUBSTR(what, 9)", "said WHERE what IN ('command.handled', 'command.rejected')"));
  expect_equal("queue", "SELECT queue, COUNT(*), MAX(waiting), 0 FROM queue_depth GROUP BY queue");
  expect_equal("staleness",
               "SELECT consumer, COUNT(*), MAX(behind_ns), SUM(behind_ns) FROM projection_lag GROUP BY consumer");
  expect_equal("mailboxes", "SELECT process, COUNT(*), MAX(depth), 0 FROM mailbox_depth GROUP BY process");
  expect_equal("strikes", by_slot("fault", "fault_hit"));
  expect_equal("locks",
               "SELECT process, COUNT(*), MAX(b), SUM(b) FROM said WHERE what = 'lock.granted' GROUP BY process");
  const auto waits = asked("SELECT 'all', COUNT(*), MAX(waited_ns), 0 FROM lock_wait WHERE granted_at IS NOT NULL");
  EXPECT_EQ(chart("locks").series.front().most, static_cast<double>(waits.at("all").most));
}

TEST_F(TimeChartsTest, slots_are_few_and_hold_the_most) {
  // Wrong: a page of a long run is too long to open, or a peak between two points is lost.
  for (const TimeChart& each : charts_.charts) {
    for (const ChartSeries& series : each.series) {
      EXPECT_LE(series.tops.size(), slots_max + 1);
      double most = 0;
      for (const auto& top : series.tops) most = std::max(most, top.value_or(0));
      EXPECT_EQ(most, series.most) << each.id;
    }
  }
}

TEST_F(TimeChartsTest, a_level_stays_until_it_changes) {
  for (const auto& top : chart("queue").series.front().tops) EXPECT_TRUE(top.has_value());
}

TEST_F(TimeChartsTest, a_crash_is_a_band_until_its_restart) {
  ASSERT_EQ(charts_.bands.size(), 1U);
  EXPECT_EQ(to_ns(charts_.bands[0].from), 500'000'000);
  EXPECT_EQ(to_ns(charts_.bands[0].to), 800'000'000);
  EXPECT_NE(charts_.bands[0].words.find("handler-1"), std::string::npos);
}

TEST_F(TimeChartsTest, a_fault_of_the_plan_that_struck_nobody_is_no_band) {
  // Wrong: a dip is put down to a fault that never was.
  sim::FaultPlan plan = run_.plan;
  plan.faults.push_back({.kind = sim::FaultKind::pause,
                         .to = "handler-2",
                         .at = SimTime(Duration(900'000'000)),
                         .lasting = Duration(100'000'000)});
  plan.faults.push_back({.kind = sim::FaultKind::crash, .to = "handler-9", .at = SimTime(Duration(100'000'000))});
  const auto charts = charts_of(trace_, plan, run_.result.ended);
  ASSERT_TRUE(charts);
  EXPECT_EQ(charts->bands.size(), 1U);
}

TEST_F(TimeChartsTest, a_crash_lasts_until_the_run_says_that_its_victim_began_again) {
  // Wrong: the plan says 300 ms, the run was another.
  sim::FaultPlan plan = run_.plan;
  for (sim::Fault& each : plan.faults) {
    if (each.kind == sim::FaultKind::crash) each.restart_after = Duration(5'000'000'000);
  }
  const auto charts = charts_of(trace_, plan, run_.result.ended);
  ASSERT_TRUE(charts && charts->bands.size() == 1U);
  EXPECT_EQ(to_ns(charts->bands[0].to), 800'000'000);
}

TEST_F(TimeChartsTest, without_the_runs_plan_no_fault_has_a_band) {
  const auto charts = charts_of(trace_, {}, run_.result.ended);
  ASSERT_TRUE(charts);
  EXPECT_TRUE(charts->bands.empty());
}

}  // namespace
}  // namespace crisper::reports
