#include "sim/workload/load_shape.hpp"

#include <gtest/gtest.h>

#include "core/base/rng.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

TEST(LoadShape, without_stages_is_the_even_load) {
  // Wrong: runs of all scenarios that have none would change.
  const LoadShape even({}, false);
  EXPECT_TRUE(even.is_even());
  EXPECT_EQ(even.when(1234567ns), Duration(1234567ns));
  EXPECT_EQ(even.brought(1234567ns), Duration(1234567ns));
}

TEST(LoadShape, ramps_and_plateaus_bring_their_areas) {
  // Wrong: a ramp to 100 users would bring as many as a plateau of them.
  const LoadShape ramp({{.lasting = 10s, .from = 0, .to = 100}}, false);
  EXPECT_EQ(ramp.brought(10s), Duration(5s));
  EXPECT_EQ(ramp.brought(5s), Duration(1250ms));
  EXPECT_EQ(ramp.when(1250ms), Duration(5s));
  EXPECT_EQ(ramp.when(5s), Duration(10s));
  EXPECT_EQ(ramp.when(7s), Duration(12s)) << "it stays at what it has reached";
  const LoadShape down({{.lasting = 10s, .from = 100, .to = 0}}, false);
  EXPECT_EQ(down.when(3750ms), Duration(5s));
  const LoadShape plateau({{.lasting = 4s, .from = {}, .to = 300}}, false);
  EXPECT_EQ(plateau.when(12s), Duration(4s));
  EXPECT_EQ(plateau.when(15s), Duration(5s));
}

TEST(LoadShape, a_stage_begins_where_the_one_before_ended_unless_it_says_so) {
  // Wrong: a spike that leaves a ramp behind it.
  const LoadShape spike({{.lasting = 10s, .from = {}, .to = 100},
                         {.lasting = 2s, .from = 500, .to = 500},
                         {.lasting = 8s, .from = 100, .to = 100}},
                        false);
  EXPECT_EQ(spike.brought(10s), Duration(10s));
  EXPECT_EQ(spike.brought(12s), Duration(20s));
  EXPECT_EQ(spike.brought(20s), Duration(28s));
  const LoadShape slope({{.lasting = 10s, .from = {}, .to = 100}, {.lasting = 10s, .from = {}, .to = 300}}, false);
  EXPECT_EQ(slope.brought(20s), Duration(30s)) << "from 1 to 3 in ten seconds";
}

TEST(LoadShape, that_repeats_brings_the_same_each_day) {
  // Wrong: a second day that begins where the first ended.
  const LoadShape day({{.lasting = 12h, .from = 20, .to = 180}, {.lasting = 12h, .from = {}, .to = 20}}, true);
  EXPECT_EQ(day.brought(24h), Duration(24h));
  EXPECT_EQ(day.brought(6h), Duration(216min));  // 0.2 of an hour and half of 0.8, six times: 3.6 hours
  EXPECT_EQ(day.when(24h + 216min), Duration(30h));
  EXPECT_EQ(day.brought(54h), Duration(48h + 216min));
}

TEST(LoadShape, that_goes_out_brings_nothing_more) {
  // Wrong: an end of the load that is followed by a flood, or by a division by zero.
  const LoadShape out({{.lasting = 10s, .from = 100, .to = 0}}, false);
  EXPECT_EQ(out.when(5s), Duration(10s));
  EXPECT_FALSE(out.when(5s + 1us));
  EXPECT_EQ(out.brought(1h), Duration(5s));
  const LoadShape late({{.lasting = 10s, .from = {}, .to = 0}, {.lasting = 10s, .from = 100, .to = 100}}, false);
  EXPECT_EQ(late.when(1s), Duration(11s)) << "nothing comes in the first stage";
}

TEST(LoadShape, tells_when_by_what_it_has_brought_by_then) {
  // Wrong: two questions that contradict each other, and arrivals by neither.
  const LoadShape shape({{.lasting = 7s, .from = 30, .to = 250}, {.lasting = 3s, .from = {}, .to = 40},
                         {.lasting = 5s, .from = 900, .to = 100}},
                        true);
  Rng rng(9);
  Duration before{};
  for (int i = 0; i < 2000; ++i) {
    const Duration even = Duration(i * 50ms) + rng.between(Duration(0), Duration(50ms));
    const auto when = shape.when(even);
    ASSERT_TRUE(when);
    ASSERT_GE(*when, before);
    before = *when;
    ASSERT_NEAR(to_seconds(shape.brought(*when)), to_seconds(even), 1e-6);
  }
}

}  // namespace
}  // namespace crisper::sim
