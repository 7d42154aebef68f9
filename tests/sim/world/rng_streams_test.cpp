// What a process's random streams mean, and that a run is a function of its seed.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

struct Draws {
  std::vector<std::uint64_t> numbers;
  std::uint64_t digest = 0;
};

/// One process that draws from "jitter" (and from "other" if told to), crashes at 10 ms and starts again.
Draws draws(std::string_view engine, std::uint64_t seed, bool other_too, const char* name = "gambler") {
  Stage stage(engine);
  stage.options.seed = seed;
  std::vector<std::uint64_t> numbers;
  stage.add(name, {.start = [&numbers, other_too](Context& ctx) -> Task<> {
              for (int i = 0; i < 4; ++i) {
                if (other_too) ctx.rng("other").next();
                numbers.push_back(ctx.rng("jitter").next());
                ctx.observe({.kind = ObservationKind::workload_ended, .a = static_cast<std::int64_t>(numbers.back())});
                co_await ctx.sleep(1ms);
              }
            }});
  stage.faults = {{.kind = FaultKind::crash, .at = SimTime(10ms), .restart_after = Duration(1ms)}};
  stage.run();
  return {numbers, stage.digest()};
}

TEST(RngStreams, a_stream_is_not_disturbed_by_another_and_repeats_with_its_seed) {
  // Wrong: one more draw anywhere would change the whole run.
  on_every_engine([](std::string_view engine) {
    const auto first = draws(engine, 1, false);
    ASSERT_EQ(first.numbers.size(), 8u);
    EXPECT_EQ(first.numbers, draws(engine, 1, false).numbers);
    EXPECT_EQ(first.numbers, draws(engine, 1, true).numbers);
    EXPECT_NE(first.numbers, draws(engine, 2, false).numbers);
    EXPECT_NE(first.numbers, draws(engine, 1, false, "other gambler").numbers);
  }, Runs::many);
}

TEST(RngStreams, another_incarnation_draws_other_numbers) {
  // Wrong: a restarted process would repeat the very luck that killed it.
  on_every_engine([](std::string_view engine) {
    const auto numbers = draws(engine, 1, false).numbers;
    ASSERT_EQ(numbers.size(), 8u);
    EXPECT_NE(std::vector(numbers.begin(), numbers.begin() + 4), std::vector(numbers.begin() + 4, numbers.end()));
  });
}

TEST(RngStreams, the_same_seed_gives_the_same_digest_and_another_seed_another) {
  // Wrong: no failure could be replayed.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(draws(engine, 1, false).digest, draws(engine, 1, false).digest);
    EXPECT_NE(draws(engine, 1, false).digest, draws(engine, 2, false).digest);
  }, Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
