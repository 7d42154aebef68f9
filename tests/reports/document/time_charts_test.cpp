#include "reports/document/time_charts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

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

  /// Rows of a SELECT of a name, a count and the most: of the documented views, not of the charts' own SQL.
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> asked(const std::string& sql) const {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> rows;
    EXPECT_TRUE(trace_.for_each(sql, [&](const sim::TraceRow& row) {
      rows[std::string(row.text(0))] = {row.integer(1), row.integer(2)};
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
      EXPECT_EQ(each.count, static_cast<std::uint64_t>(found->second.first)) << id << ": " << each.name;
      if (shown.kind == ChartKind::rate) continue;
      EXPECT_EQ(each.most, static_cast<double>(found->second.second)) << id << ": " << each.name;
    }
  }

  sim::TraceReader trace_;
  TimeCharts charts_;
};

TEST_F(TimeChartsTest, figures_equal_sql_over_the_trace) {
  // Wrong: an architecture board decides by a number that the run never had.
  expect_equal("latency",
               "SELECT 'until the answer', COUNT(*), MAX(b) FROM said WHERE what = 'command.answered'");
  expect_equal("throughput",
               "SELECT SUBSTR(what, 9), COUNT(*), 0 FROM said WHERE what IN ('command.handled', 'command.rejected') "
               "GROUP BY what");
  expect_equal("queue", "SELECT queue, COUNT(*), MAX(waiting) FROM queue_depth GROUP BY queue");
  expect_equal("staleness", "SELECT consumer, COUNT(*), MAX(behind_ns) FROM projection_lag GROUP BY consumer");
  expect_equal("mailboxes", "SELECT process, COUNT(*), MAX(depth) FROM mailbox_depth GROUP BY process");
  expect_equal("strikes", "SELECT fault, COUNT(*), 0 FROM fault_hit GROUP BY fault");
  const auto waits = asked("SELECT 'all', COUNT(*), MAX(waited_ns) FROM lock_wait WHERE granted_at IS NOT NULL");
  EXPECT_EQ(chart("locks").series.front().most, static_cast<double>(waits.at("all").second));
}

TEST_F(TimeChartsTest, a_mean_is_of_all_rows) {
  const auto mean = trace_.query("SELECT AVG(b) FROM said WHERE what = 'command.answered'");
  ASSERT_TRUE(mean);
  EXPECT_NEAR(chart("latency").series.front().mean, std::get<double>(mean->rows[0][0]), 1.0);
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

}  // namespace
}  // namespace crisper::reports
