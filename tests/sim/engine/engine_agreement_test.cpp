// The engines against themselves and each other: the same calls give the same callbacks.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "core/base/rng.hpp"
#include "tests/sim/engine/engine_probe.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

constexpr int operations = 10'000;

struct Mix {
  std::uint64_t seed;
  std::uint32_t bytes_max;
  Duration work_max;
};

/// Random timers, packets and work, each asked for from a callback of an earlier one.
std::vector<ProbeCall> random_operations(std::string_view engine, const Platform& platform, const Mix& mix) {
  return probe(engine, platform, [&](Probe& p) {
    const auto hosts = static_cast<std::uint32_t>(platform.hosts.size());
    auto rng = std::make_shared<Rng>(mix.seed);
    auto asked = std::make_shared<int>(0);
    const auto ask = [&p, mix, hosts, rng, asked] {
      if (*asked == operations) return;
      const Cookie cookie = static_cast<Cookie>((*asked)++);
      const auto from = static_cast<std::uint32_t>(rng->below(hosts)),
                 to = static_cast<std::uint32_t>(rng->below(hosts));
      switch (rng->below(4)) {
        case 0:
          return p.timer_in(rng->between(0ns, 3ms), cookie);
        case 1:
          return p.timer_in(std::chrono::milliseconds(rng->below(3)), cookie);  // many ties
        case 2:
          // Two links per pair of hosts, as of two pairs of processes.
          return p.send(from, to, 2 * (from * hosts + to) + static_cast<LinkIndex>(rng->below(2)),
                        static_cast<std::uint32_t>(rng->below(mix.bytes_max)), cookie);
        default:
          return p.work(from, rng->between(0ns, mix.work_max), cookie);
      }
    };
    auto under_way = std::make_shared<int>(0);
    p.on_call = [rng, ask, under_way](const ProbeCall&) {
      --*under_way;
      for (std::uint64_t more = 1 + rng->below(2); more > 0 && *under_way < 60; --more, ++*under_way) ask();
    };
    for (; *under_way < 20; ++*under_way) ask();
  });
}

class EngineAgreement : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Engines, EngineAgreement, testing::Values("fast", "simgrid"),
                         [](const auto& suite) { return std::string(suite.param); });

TEST_P(EngineAgreement, two_runs_in_two_processes_make_the_same_ten_thousand_calls) {
  // Wrong: a failing run could not be replayed.
  const Platform platform = uniform_platform(5, {.latency = 1ms, .bandwidth_bits_per_s = 100'000'000}, 2);
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Mix mix{.seed = seed, .bytes_max = 20'000, .work_max = 2ms};
    const auto calls = random_operations(GetParam(), platform, mix);
    ASSERT_EQ(calls.size(), operations + 1u);
    EXPECT_EQ(calls, random_operations(GetParam(), platform, mix));
    EXPECT_TRUE(std::is_sorted(calls.begin(), calls.end(), [](auto& a, auto& b) { return a.at_ns < b.at_ns; }));
  }
}

TEST(EngineAgreement, both_engines_make_the_same_calls_at_the_same_nanosecond_where_nothing_is_contended) {
  // Wrong: a bug found by search on one engine could vanish on the other for no reason but its arithmetic.
  const Platform platform = uniform_platform(5, {.latency = 777us, .bandwidth_bits_per_s = 0}, 10'000);
  for (const std::uint64_t seed : {4u, 5u, 6u}) {
    const Mix mix{.seed = seed, .bytes_max = 20'000, .work_max = 2ms};
    EXPECT_EQ(random_operations("fast", platform, mix), random_operations("simgrid", platform, mix));
  }
}

TEST(EngineAgreement, lone_packets_take_the_same_time_on_both_engines) {
  // Wrong: latency and bandwidth would mean two things. One is under way at a time, so none waits for another; the
  // fast engine cuts off the fraction of a nanosecond that the other rounds, hence the tolerance of one.
  Rng rng(9);
  for (int round = 0; round < 10; ++round) {
    const Platform platform = uniform_platform(
        3, {.latency = rng.between(0ns, 80ms), .bandwidth_bits_per_s = 1'000 + rng.below(20'000'000'000)});
    std::vector<std::uint32_t> sizes;
    for (int i = 0; i < 100; ++i) sizes.push_back(static_cast<std::uint32_t>(rng.below(1u << rng.below(24))));
    const auto one_by_one = [&](std::string_view engine) {
      return probe(engine, platform, [&](Probe& p) {
        p.on_call = [&](const ProbeCall& call) {
          const Cookie next = call.cookie + 1;
          if (next % 2 == 1) return p.timer_in(1ms, next);  // so that each packet starts on a whole nanosecond
          const auto i = static_cast<std::uint32_t>(next / 2);
          if (i < sizes.size()) p.send(i % 3, (i + 1) % 3, i % 3, sizes[i], next);
        };
        p.send(0, 1, 0, sizes[0], 0);
      });
    };
    const auto fast = one_by_one("fast"), simgrid = one_by_one("simgrid");
    ASSERT_EQ(cookies(fast), cookies(simgrid));
    for (std::size_t i = 1; i + 1 < fast.size(); i += 2) {
      const std::int64_t fast_ns = fast[i + 1].at_ns - fast[i].at_ns;
      ASSERT_TRUE(within(1, fast_ns, simgrid[i + 1].at_ns - simgrid[i].at_ns)) << platform.link.bandwidth_bits_per_s;
    }
  }
}

TEST(EngineAgreement, simgrid_shares_a_link_between_packets_that_use_it_at_once) {
  // Wrong: contention, the reason for this engine, would not be simulated.
  const Platform platform = uniform_platform(3, {.latency = 1ms, .bandwidth_bits_per_s = 1'000'000'000});
  const auto calls = probe("simgrid", platform, [](Probe& p) {
    p.send(0, 1, 0, 1'000'000, 1);  // 8 ms alone; these two leave by the same link
    p.send(0, 2, 1, 1'000'000, 2);
    p.send(2, 0, 2, 1'000'000, 3);  // the other way
  });
  EXPECT_TRUE(within(10, when(1, calls), 17'000'000));
  EXPECT_TRUE(within(10, when(2, calls), 17'000'000));
  EXPECT_TRUE(within(10, when(3, calls), 9'000'000));
}

}  // namespace
}  // namespace crisper::sim
