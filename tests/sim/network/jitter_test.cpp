// Jitter: what a link adds to its latency, message by message.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

struct Came {
  std::vector<SimTime> at;
  std::vector<std::int64_t> numbers;
  std::uint64_t digest = 0;
};

constexpr int casts = 200;

/// All sent at once, from host to host.
Came sent_at_once(std::string_view engine, Distribution jitter, std::uint64_t seed, bool with_others = false) {
  Came came;
  Stage stage(engine);
  stage.platform.link.jitter = std::move(jitter);
  stage.options.seed = seed;
  const ProcessId reader = stage.add("reader", {.receive = [&came](Context& ctx, const Envelope& e) -> Task<> {
                                                  came.at.push_back(ctx.now());
                                                  came.numbers.push_back(number_in(e));
                                                  co_return;
                                                },
                                                .host = "host-1"});
  Script sender = caster(reader, casts);
  sender.host = "host-2";
  stage.add("sender", std::move(sender));
  if (with_others) {
    const ProcessId other = stage.add(
        "other reader", {.receive = [](Context&, const Envelope&) -> Task<> { co_return; }, .host = "host-2"});
    Script also = caster(other, casts);
    also.host = "host-1";
    stage.add("other sender", std::move(also));
  }
  stage.run();
  came.digest = stage.digest();
  return came;
}

TEST(Jitter, comes_on_top_of_the_latency_and_keeps_the_order_of_a_link) {
  // Wrong: a jitter that overtakes on an ordered link, or that only one engine knows.
  on_every_engine([](std::string_view engine) {
    const Came none = sent_at_once(engine, {}, 1);
    EXPECT_EQ(none.at, std::vector<SimTime>(casts, SimTime(1ms)));
    const Came constant = sent_at_once(engine, 2ms, 1);
    EXPECT_EQ(constant.at, std::vector<SimTime>(casts, SimTime(3ms)));
    const Came varies = sent_at_once(engine, Distribution::uniform(1ms, 6ms), 1);
    ASSERT_EQ(varies.numbers.size(), static_cast<std::size_t>(casts));
    EXPECT_TRUE(std::ranges::is_sorted(varies.numbers));
    EXPECT_TRUE(std::ranges::is_sorted(varies.at));
    EXPECT_GE(varies.at.front(), SimTime(2ms));
    EXPECT_LE(varies.at.back(), SimTime(7ms));
    EXPECT_GT(varies.at.back(), SimTime(6ms)) << "of so many, one draws nearly the most, and those behind it wait";
    EXPECT_GT(std::set<SimTime>(varies.at.begin(), varies.at.end()).size(), 2u);
  }, Runs::many);
}

TEST(Jitter, is_of_the_seed_and_of_nobody_elses_messages) {
  // Wrong: one message more somewhere would change every delay of the run.
  const Distribution jitter = Distribution::exponential(3ms);
  const Came once = sent_at_once("fast", jitter, 1);
  EXPECT_EQ(sent_at_once("fast", jitter, 1).digest, once.digest);
  EXPECT_NE(sent_at_once("fast", jitter, 2).at, once.at);
  EXPECT_EQ(sent_at_once("fast", jitter, 1, true).at, once.at);
}

}  // namespace
}  // namespace crisper::sim::test
