#include "sim/scenario/value_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace crisper::sim {
namespace {

using namespace crisper::literals;

TEST(ValueText, reads_durations_in_every_unit) {
  // Wrong: a lease of 2 ms where two seconds were written.
  EXPECT_EQ(duration_from("5s"), Duration(5s));
  EXPECT_EQ(duration_from("20ms"), Duration(20ms));
  EXPECT_EQ(duration_from("1.5h"), Duration(90min));
  EXPECT_EQ(duration_from("10m"), Duration(10min));
  EXPECT_EQ(duration_from("10 min"), Duration(10min));
  EXPECT_EQ(duration_from("7us"), Duration(7us));
  EXPECT_EQ(duration_from("0.25us"), Duration(250ns));
  EXPECT_EQ(duration_from("3ns"), Duration(3ns));
  EXPECT_EQ(duration_from("0.1s"), Duration(100ms)) << "0.1 isn't a double, and needn't be";
  EXPECT_EQ(duration_from("-500ms"), Duration(-500ms));
}

TEST(ValueText, refuses_a_duration_without_a_unit_and_says_which_there_are) {
  // Wrong: somebody means milliseconds and gets seconds.
  EXPECT_EQ(duration_from("5").error(), "'5' has no unit: write 5s, or another of ns, us, ms, s, m, h");
  EXPECT_EQ(duration_from("0").error(), "'0' has no unit: write 0s, or another of ns, us, ms, s, m, h");
  for (const char* text : {"", "s", "fast", "5 parsecs", "1.5.5s", "--5s", "1_s", "5s5", "0x10s", "1e3s", "nan s"}) {
    EXPECT_FALSE(duration_from(text)) << text;
  }
}

TEST(ValueText, refuses_what_no_nanosecond_count_can_hold) {
  // Wrong: an overflow that turns a long time into a negative one.
  EXPECT_NE(duration_from("99999999999h").error().find("out of range"), std::string::npos);
  EXPECT_NE(duration_from("99999999999999999999999999999999999999999s").error().find("out of range"),
            std::string::npos);
  EXPECT_NE(duration_from("0.5ns").error().find("finer"), std::string::npos);
  EXPECT_EQ(duration_from("0.50s"), Duration(500ms));
}

TEST(ValueText, reads_rates_bandwidths_chances_factors_and_drifts) {
  // Wrong: a unit taken for another.
  EXPECT_EQ(rate_from("50/s"), Rate::per_second(50));
  EXPECT_EQ(rate_from("3/m")->mean_gap(), Duration(20s));
  EXPECT_EQ(rate_from("0.5 / h")->mean_gap(), Duration(2h));
  EXPECT_EQ(bandwidth_from("1Gbps"), 1'000'000'000U);
  EXPECT_EQ(bandwidth_from("1.5Mbps"), 1'500'000U);
  EXPECT_EQ(bandwidth_from("unlimited"), 0U);
  EXPECT_EQ(probability_from("1%")->parts_per_billion, 10'000'000U);
  EXPECT_EQ(probability_from("0.5%")->parts_per_billion, 5'000'000U);
  EXPECT_EQ(probability_from("0.01"), probability_from("1%"));
  EXPECT_EQ(probability_from("100%")->parts_per_billion, Probability::one);
  EXPECT_EQ(percent_from("3x"), 300U);
  EXPECT_EQ(percent_from("300%"), 300U);
  EXPECT_EQ(percent_from("1.5x"), 150U);
  EXPECT_EQ(drift_from("-20ppm"), -20);
}

TEST(ValueText, refuses_rates_bandwidths_and_chances_that_make_no_sense) {
  // Wrong: a chance of two, which a generator would take for always.
  for (const char* text : {"50", "50/", "/s", "50/day", "x/s", "50/ms"}) EXPECT_FALSE(rate_from(text)) << text;
  for (const char* text : {"1", "1GB", "0bps", "-1Mbps", "lots", "1Gbps/s"}) EXPECT_FALSE(bandwidth_from(text)) << text;
  for (const char* text : {"101%", "-1%", "1.01", "one", "%", "1%%"}) EXPECT_FALSE(probability_from(text)) << text;
  EXPECT_EQ(percent_from("0%"), 0U);  // where none is too few, its key says so
  for (const char* text : {"3", "x", "-1x"}) EXPECT_FALSE(percent_from(text)) << text;
  for (const char* text : {"zipf", "zipf()", "zipf(0)", "zipf(-1)", "zipf(nan)", "zipf(1e99)", "pareto"}) {
    EXPECT_FALSE(popularity_from(text)) << text;
  }
  for (const char* text : {"5..1", "1..", "..5", "a..b", "1...5"}) EXPECT_FALSE(number_range_from(text)) << text;
}

TEST(ValueText, reads_booleans_in_all_their_words) {
  // Wrong: `inbox: off` that turns the inbox on.
  for (const char* yes : {"on", "true", "yes", "On", "TRUE"}) EXPECT_EQ(boolean_from(yes), true) << yes;
  for (const char* no : {"off", "false", "no", "Off", "FALSE"}) EXPECT_EQ(boolean_from(no), false) << no;
  for (const char* other : {"", "1", "0", "maybe", "o"}) EXPECT_FALSE(boolean_from(other)) << other;
}

RC_GTEST_PROP(ValueText, reads_every_duration_back_as_it_was_written, (std::int64_t ns)) {
  // Wrong: the resolved file beside a result would describe another run.
  if (ns == std::numeric_limits<std::int64_t>::min()) return;
  RC_ASSERT(*duration_from(exact_text(Duration(ns))) == Duration(ns));
}

RC_GTEST_PROP(ValueText, reads_every_chance_rate_bandwidth_and_number_back_as_it_was_written, ()) {
  // Wrong: the same.
  const Probability chance{*rc::gen::inRange<std::uint32_t>(0, Probability::one + 1)};
  RC_ASSERT(*probability_from(exact_text(chance)) == chance);
  const auto per = *rc::gen::element(Duration(1s), Duration(1min), Duration(1h));
  const Rate rate{.micro_events = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000), .per = per};
  RC_ASSERT(*rate_from(exact_text(rate)) == rate);
  const auto bits = *rc::gen::inRange<std::uint64_t>(1, std::uint64_t{1} << 62);
  RC_ASSERT(*bandwidth_from(bandwidth_text(bits)) == bits);
  const auto number = static_cast<double>(*rc::gen::arbitrary<std::int64_t>()) / 1024;
  const double back = *number_from(exact_text(number));
  RC_ASSERT(!(back < number) && !(number < back));
}

RC_GTEST_PROP(ValueText, never_stumbles_over_any_text, (const std::string& text)) {
  // Wrong: a crash where an error message belongs.
  for (const std::string& each : {text, "5" + text, text + "s", "1.." + text, "zipf(" + text + ")"}) {
    (void)duration_from(each);
    (void)rate_from(each);
    (void)bandwidth_from(each);
    (void)probability_from(each);
    (void)percent_from(each);
    (void)drift_from(each);
    (void)popularity_from(each);
    (void)number_range_from(each);
    (void)duration_range_from(each);
    (void)natural_from(each);
    (void)number_from(each);
  }
}

TEST(ValueText, says_that_a_range_is_none_where_one_duration_stands) {
  // Wrong: "'1ms..5ms' has no unit", to somebody who wrote two.
  EXPECT_EQ(duration_from("1ms..5ms").error(), "'1ms..5ms' is a range; here stands one duration, such as 5ms");
}

}  // namespace
}  // namespace crisper::sim
