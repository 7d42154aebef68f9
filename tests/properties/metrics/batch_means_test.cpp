#include "properties/metrics/batch_means.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/deterministic_math.hpp"
#include "core/base/rng.hpp"
#include "properties/metrics/metrics_collector.hpp"
#include "properties/metrics/series.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace crisper::literals;

double exponential(Rng& rng) { return -portable_log(1.0 - rng.unit()); }

bool holds(const MeanInterval& told, double mean) {
  return std::abs(static_cast<double>(to_ns(told.mean)) - mean) <= static_cast<double>(to_ns(told.within));
}

TEST(BatchMeans, hold_the_true_mean_in_nineteen_of_twenty_runs) {
  // Wrong: a difference between two designs that is called sure and is noise.
  int held = 0;
  for (std::uint64_t run = 1; run <= 200; ++run) {
    Rng rng(run);
    std::vector<std::int64_t> samples;
    for (int i = 0; i < 2000; ++i) samples.push_back(static_cast<std::int64_t>(exponential(rng) * 1e6));
    held += holds(*batch_means(samples), 1e6);
  }
  EXPECT_GE(held, 180);
  EXPECT_LE(held, 199) << "an interval that always holds is too wide to say anything";
}

TEST(BatchMeans, hold_it_also_where_samples_depend_on_each_other) {
  // Wrong: waits in a queue, of which each is much like the one before, told ten times too surely.
  int held = 0;
  int naive = 0;
  for (std::uint64_t run = 1; run <= 200; ++run) {
    Rng rng(1000 + run);
    std::vector<std::int64_t> samples;
    double each = 0;
    double sum = 0, squares = 0;
    for (int i = 0; i < 4000; ++i) {
      each = 0.9 * each + (exponential(rng) - 1) * 1e6;
      samples.push_back(static_cast<std::int64_t>(each) + 100'000'000);
      sum += each;
      squares += each * each;
    }
    held += holds(*batch_means(samples), 1e8);
    const double deviation = std::sqrt(squares / 4000 - (sum / 4000) * (sum / 4000));
    naive += std::abs(sum / 4000) <= 1.96 * deviation / std::sqrt(4000.0);
  }
  EXPECT_GE(held, 170);
  EXPECT_LE(naive, 120) << "what the usual interval would have held: the test must tell them apart";
}

TEST(BatchMeans, tell_nothing_of_few_samples_or_of_two_series_in_one) {
  // Wrong: an interval of twenty lucky numbers, or across two series that were put one behind the other.
  Series few, many, both;
  for (std::int64_t i = 0; i < 399; ++i) few.add(i);
  for (std::int64_t i = 0; i < 400; ++i) many.add(7);
  EXPECT_FALSE(few.mean_interval());
  EXPECT_EQ(many.mean_interval(), (MeanInterval{.mean = 7ns, .within = 0ns}));
  both.add(few);
  both.add(many);
  EXPECT_FALSE(both.mean_interval());
  Series alone;
  alone.add(many);
  EXPECT_TRUE(alone.mean_interval()) << "one series, whatever it stands in";
}

/// Says of a run that a client was answered at so many instants, after so long.
class WarmUp : public ::testing::Test {
 protected:
  void answered(MetricsCollector& collector, Duration at, Duration after) {
    Observation seen{.kind = ObservationKind::command_answered,
                     .process = testing::customer_1,
                     .message = MessageId{++commands_},
                     .b = to_ns(after)};
    seen.at = sim_start + at;
    collector.observe(seen, ObservationId{commands_});
  }

  Names names_ = testing::cast();
  std::uint64_t commands_ = 0;
};

TEST_F(WarmUp, is_left_out_of_measures_of_time) {
  // Wrong: the first commands, which find empty queues, would make every mean too good.
  MetricsCollector collector(names_, sim_start + 10s);
  answered(collector, 2s, 1s);
  answered(collector, 9s, 1s);
  answered(collector, 10s, 5s);
  answered(collector, 12s, 7s);
  RunEnd end;
  end.at = sim_start + 20s;
  collector.finish(end);
  const Metrics metrics = collector.metrics();
  EXPECT_EQ(metrics.times.at("command_latency").count, 2u);
  EXPECT_EQ(metrics.times.at("command_latency").p50, Duration(5s));
  EXPECT_EQ(metrics.times.at("command_latency.customer").count, 2u);
  EXPECT_EQ(collector.samples("command_latency").percentile(0), Duration(5s)) << "thresholds leave it out, too";
}

TEST_F(WarmUp, that_never_ends_leaves_nothing_to_be_measured) {
  // Wrong: a run that was all warm-up would be told as one that was measured.
  MetricsCollector collector(names_, sim_start + 1h);
  answered(collector, 2s, 1s);
  RunEnd end;
  end.at = sim_start + 20s;
  collector.finish(end);
  EXPECT_FALSE(collector.metrics().times.contains("command_latency"));
}

TEST_F(WarmUp, of_no_length_leaves_out_nothing) {
  // Wrong: what is measured of all runs so far would change.
  MetricsCollector collector(names_);
  answered(collector, 0s, 1s);
  answered(collector, 2s, 1s);
  EXPECT_EQ(collector.metrics().times.at("command_latency").count, 2u);
}

}  // namespace
}  // namespace crisper::properties
