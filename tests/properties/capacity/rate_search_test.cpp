#include "properties/capacity/rate_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace crisper::properties {
namespace {

/// What a rate comes to; `again`: with other seeds.
using RateLaw = std::function<Verdict(double per_second, bool again)>;

/// Tries what is asked for until nothing is.
std::vector<TriedRate> search_rates(const RateRange& range, const RateLaw& law, std::vector<TriedRate> tried = {}) {
  for (int steps = 0; steps < 1000; ++steps) {
    const auto next = next_rate(tried, range);
    if (!next) return tried;
    const auto same = [&](const TriedRate& each) { return each.per_second == next->per_second; };
    const auto known = std::ranges::find_if(tried, same);
    EXPECT_EQ(known != tried.end(), next->confirms) << next->per_second;
    if (next->confirms) {
      known->verdict = worst_of(known->verdict, law(next->per_second, true));
      known->confirmed = true;
    } else {
      tried.push_back({.per_second = next->per_second, .verdict = law(next->per_second, false)});
    }
  }
  ADD_FAILURE() << "the search has no end";
  return tried;
}

RateLaw holds_up_to(double most) {
  return [most](double per_second, bool) { return per_second <= most ? Verdict::pass : Verdict::fail; };
}

double rate_found(const std::vector<TriedRate>& tried) {
  const RateBracket bracket = bracket_of(tried);
  return bracket.highest_held ? bracket.tried[*bracket.highest_held].per_second : 0;
}

constexpr RateRange wide_range{.lowest = 10, .highest = 10'000, .tolerance = 0.05};

TEST(RateSearch, finds_the_highest_rate_that_holds) {
  // Wrong: a design would be told a rate that it doesn't carry, or one far below.
  for (const double most : {10.5, 19.9, 37.0, 40.0, 777.0, 5'000.0, 9'990.0}) {
    const std::vector<TriedRate> tried = search_rates(wide_range, holds_up_to(most));
    EXPECT_LE(rate_found(tried), most);
    EXPECT_GE(rate_found(tried) * 1.06, most);
    EXPECT_TRUE(std::ranges::find(tried, rate_found(tried), &TriedRate::per_second)->confirmed);
    EXPECT_LE(tried.size(), 18u);
  }
}

TEST(RateSearch, does_not_try_what_is_far_above) {
  // Wrong: minutes would go into loads that nobody asks about.
  const std::vector<TriedRate> tried = search_rates(wide_range, holds_up_to(30));
  EXPECT_LE(std::ranges::max(tried, {}, &TriedRate::per_second).per_second, 160);
  EXPECT_EQ(search_rates(wide_range, holds_up_to(3)), (std::vector<TriedRate>{{10, Verdict::fail, false}}));
}

TEST(RateSearch, tries_the_highest_where_all_hold) {
  const std::vector<TriedRate> tried = search_rates(wide_range, holds_up_to(1e9));
  EXPECT_EQ(rate_found(tried), 10'000);
  EXPECT_TRUE(tried.back().confirmed);
}

TEST(RateSearch, what_holds_by_chance_is_found_out_and_the_search_goes_on_below) {
  // Wrong: the luckiest of many rates would be told.
  const RateLaw lucky = [](double per_second, bool again) {
    return per_second <= (again ? 100 : 300) ? Verdict::pass : Verdict::fail;
  };
  const double rate = rate_found(search_rates(wide_range, lucky));
  EXPECT_LE(rate, 100);
  EXPECT_GE(rate * 1.06, 100);
}

TEST(RateSearch, what_cannot_be_told_does_not_hold) {
  const RateLaw law = [](double per_second, bool) { return per_second <= 50 ? Verdict::pass : Verdict::unknown; };
  EXPECT_LE(rate_found(search_rates(wide_range, law)), 50);
  const RateBracket bracket = bracket_of(search_rates(wide_range, law));
  EXPECT_EQ(bracket.tried[*bracket.first_not_held].verdict, Verdict::unknown);
}

TEST(RateSearch, sees_a_rate_that_holds_above_one_that_fails) {
  // Wrong: a hole would pass for a capacity, and nobody would look into it.
  const RateLaw hole = [](double per_second, bool) {
    return per_second > 35 && per_second < 60 ? Verdict::fail : holds_up_to(200)(per_second, false);
  };
  const RateBracket bracket = bracket_of(search_rates(wide_range, hole));
  EXPECT_LE(bracket.tried[*bracket.highest_held].per_second, 35);
  ASSERT_FALSE(bracket.held_above.empty());
  EXPECT_GE(bracket.tried[bracket.held_above.front()].per_second, 60);
}

TEST(RateSearch, goes_on_as_if_it_had_not_been_stopped) {
  const std::vector<TriedRate> whole = search_rates(wide_range, holds_up_to(123));
  std::vector<TriedRate> half(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
  for (TriedRate& each : half) each.confirmed = false;
  EXPECT_EQ(search_rates(wide_range, holds_up_to(123), half), whole);
}

TEST(RateSearch, writes_rates_as_scenarios_read_them) {
  EXPECT_EQ(rate_text(10), "10/s");
  EXPECT_EQ(rate_text(told_rate(14.142135)), "14.14/s");
  EXPECT_EQ(rate_text(told_rate(123456)), "123500/s");
  EXPECT_EQ(rate_text(told_rate(0.0123456)), "0.01235/s");
  EXPECT_EQ(told_rate(0), 0);
}

}  // namespace
}  // namespace crisper::properties
