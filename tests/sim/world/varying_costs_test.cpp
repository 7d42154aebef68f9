// Costs that vary: each is drawn anew, from the stream of whoever pays.
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

constexpr int messages = 400;

/// When each of many messages that came at once was dealt with.
std::vector<SimTime> served(std::string_view engine, Distribution service_time, std::uint64_t seed) {
  std::vector<SimTime> at;
  Stage stage(engine);
  stage.options.seed = seed;
  const ProcessId server = stage.add("server", {.receive = [&at](Context& ctx, const Envelope&) -> Task<> {
                                                  at.push_back(ctx.now());
                                                  co_return;
                                                },
                                                .service_time = std::move(service_time)});
  stage.add("caster", caster(server, messages));
  stage.run();
  return at;
}

TEST(VaryingCosts, each_turn_draws_its_own) {
  // Wrong: one draw for a whole run, or none.
  on_every_engine([](std::string_view engine) {
    const std::vector<SimTime> at = served(engine, Distribution::exponential(4ms), 1);
    ASSERT_EQ(at.size(), static_cast<std::size_t>(messages));
    std::set<Duration> gaps;
    for (std::size_t i = 1; i < at.size(); ++i) gaps.insert(at[i] - at[i - 1]);
    EXPECT_GT(gaps.size(), 390u);
    // The sum of 400 with mean and deviation 4 ms: 1.6 s, give or take five times 80 ms.
    EXPECT_NEAR(to_seconds(at.back()), 1.6, 0.4);
  });
}

TEST(VaryingCosts, are_the_same_for_the_same_seed_and_others_for_another) {
  // Wrong: a run that can't be made again, or one for all seeds.
  const Distribution cost = Distribution::gamma(4ms, 0.5);
  EXPECT_EQ(served("fast", cost, 1), served("fast", cost, 1));
  EXPECT_NE(served("fast", cost, 1), served("fast", cost, 2));
}

TEST(VaryingCosts, of_a_constant_are_what_they_were) {
  // Wrong: the format of a distribution would change the runs of all who don't use it.
  const std::vector<SimTime> at = served("fast", 4ms, 1);
  for (std::size_t i = 0; i < at.size(); ++i) {
    ASSERT_EQ(at[i], SimTime(1ms + 4ms * static_cast<std::int64_t>(i + 1)));
  }
}

TEST(VaryingCosts, of_a_disk_are_drawn_for_each_sync) {
  // Wrong: every commit of a store would take the same time, and no tail of its latency would be seen.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.options.disk_sync = Distribution::exponential(10ms);
    std::vector<SimTime> synced;
    stage.add("writer", {.start = [&synced](Context& ctx) -> Task<> {
                for (int i = 0; i < 200; ++i) {
                  ctx.disk().append(number(i));
                  const auto outcome = co_await ctx.sync();
                  EXPECT_TRUE(outcome);
                  synced.push_back(ctx.now());
                }
              }});
    stage.run();
    ASSERT_EQ(synced.size(), 200u);
    std::set<Duration> each;
    for (std::size_t i = 1; i < synced.size(); ++i) each.insert(synced[i] - synced[i - 1]);
    EXPECT_GT(each.size(), 190u);
    EXPECT_NEAR(to_seconds(synced.back()), 2.0, 0.71) << "five times 10 ms times the root of 200";
  });
}

}  // namespace
}  // namespace crisper::sim::test
