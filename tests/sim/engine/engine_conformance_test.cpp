// What sim/engine/engine.hpp demands of every engine: time, packets, processors.
#include <gtest/gtest.h>

#include <string>

#include "core/base/rng.hpp"
#include "tests/sim/engine/engine_probe.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;
using CallKind = ProbeCall::Kind;
using Cookies = std::vector<Cookie>;

constexpr std::uint64_t gigabit = 1'000'000'000;
constexpr std::uint32_t megabyte = 1'000'000;  // 8 ms at a gigabit per second

Platform network(std::uint64_t bandwidth = gigabit) {
  return uniform_platform(4, {.latency = 1ms, .bandwidth_bits_per_s = bandwidth});
}

class EngineConformance : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Engines, EngineConformance, testing::Values("fast", "simgrid"),
                         [](const auto& suite) { return std::string(suite.param); });

TEST_P(EngineConformance, timers_ring_at_their_time_in_its_order) {
  // Wrong: a timeout would fire before or long after what it guards.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    p.timer_in(3ms, 3);
    p.timer_in(1ns, 1);
    p.timer_in(2ms, 2);
    p.timer_in(7h, 4);
  });
  EXPECT_EQ(calls, (std::vector<ProbeCall>{{CallKind::timer, 1, 1},
                                           {CallKind::timer, 2, 2'000'000},
                                           {CallKind::timer, 3, 3'000'000},
                                           {CallKind::timer, 4, 25'200'000'000'000},
                                           {CallKind::returned, 0, 25'200'000'000'000}}));
}

TEST_P(EngineConformance, timers_of_one_instant_ring_in_the_order_of_asking) {
  // Wrong: which of two timers wins would depend on the shape of a heap.
  Cookies expected;
  for (Cookie i = 0; i < 1000; ++i) expected.push_back(i);
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    for (Cookie i = 0; i < 1000; ++i) p.timer_in(5ms, i);
  });
  EXPECT_EQ(cookies(calls), expected);
}

TEST_P(EngineConformance, a_timer_rings_exactly_when_asked_for_never_early) {
  // Wrong: a process would wake before its deadline, look at the clock, and sleep again for ever.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    Rng rng(5);
    for (int i = 0; i < 5000; ++i) {
      const std::uint64_t delay = rng.below(std::uint64_t{1} << (4 + rng.below(46)));
      p.engine.set_timer(sim_start + Duration(static_cast<std::int64_t>(delay)), delay);
    }
  });
  ASSERT_EQ(calls.size(), 5001u);
  for (const ProbeCall& call : only(CallKind::timer, calls)) ASSERT_EQ(static_cast<Cookie>(call.at_ns), call.cookie);
}

TEST_P(EngineConformance, a_timer_without_delay_rings_at_once_behind_what_is_already_due) {
  // Wrong: "now" would mean "later", or would overtake what was asked for before.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    p.on_call = [&p](const ProbeCall& call) {
      if (call.cookie == 1) {
        p.timer_in(0ns, 10);
        p.timer_in(0ns, 11);
      }
      if (call.cookie == 10) p.timer_in(0ns, 12);
    };
    p.timer_in(1ms, 1);
    p.timer_in(1ms, 2);
    p.timer_in(1ms + 1ns, 3);
  });
  EXPECT_EQ(cookies(calls), (Cookies{1, 2, 10, 11, 12, 3}));
  EXPECT_EQ(when(12, calls), 1'000'000);
}

TEST_P(EngineConformance, timers_arrivals_and_work_of_one_instant_come_in_the_order_of_asking) {
  // Wrong: the same race would end differently on the two engines.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    p.timer_in(9ms, 1);
    p.send(0, 1, 0, megabyte, 2);
    p.work(2, 9ms, 3);
    p.timer_in(9ms, 4);
    p.send(2, 3, 1, megabyte, 5);
    p.work(3, 9ms, 6);
    p.timer_in(9ms, 7);
  });
  EXPECT_EQ(cookies(calls), (Cookies{1, 2, 3, 4, 5, 6, 7}));
  for (const ProbeCall& call : calls) EXPECT_EQ(call.at_ns, 9'000'000);
}

TEST_P(EngineConformance, packets_of_one_link_arrive_in_the_order_of_asking_whatever_their_size) {
  // Wrong: a network without faults would reorder.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    Rng rng(6);
    for (Cookie i = 0; i < 200; ++i) p.send(0, 1, 0, static_cast<std::uint32_t>(rng.below(1'000'000)), i);
  });
  Cookies expected;
  for (Cookie i = 0; i < 200; ++i) expected.push_back(i);
  EXPECT_EQ(cookies(calls), expected);
}

TEST_P(EngineConformance, a_long_packet_does_not_hold_up_another_links_short_one) {
  // Wrong: one receiver's mailbox would serialise all its senders.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    p.send(0, 1, 0, 100 * megabyte, 1);
    p.send(2, 1, 1, 100, 2);  // from another host
    p.send(0, 1, 2, 100, 3);  // between other processes of the same hosts
  });
  EXPECT_LT(when(2, calls), 2'000'000);
  EXPECT_LT(when(3, calls), 2'000'000);
  EXPECT_GT(when(1, calls), 800'000'000);
}

TEST_P(EngineConformance, a_lone_packet_takes_latency_plus_bytes_over_bandwidth) {
  // Wrong: a scenario's own figures would not be those simulated.
  struct Case {
    Duration latency;
    std::uint64_t bandwidth;
    std::uint32_t bytes;
    std::int64_t expected_ns;
  };
  // 50 ms at 10 Gbit/s is far beyond what SimGrid's model of TCP windows would let through.
  for (const Case& c : {Case{1ms, gigabit, 125'000, 2'000'000}, Case{1ms, gigabit, 0, 1'000'000},
                        Case{50ms, 10 * gigabit, 1'250'000'000, 1'050'000'000}, Case{0ms, 8'000, 1, 1'000'000},
                        Case{333ns, 3 * gigabit, 1000, 2'999}, Case{1ms, 0, 4'000'000'000, 1'000'000}}) {
    const auto calls = probe(GetParam(), uniform_platform(2, {c.latency, c.bandwidth}),
                             [&c](Probe& p) { p.send(0, 1, 0, c.bytes, 7); });
    // The fast engine cuts off the fraction of a nanosecond that the other rounds.
    EXPECT_TRUE(within(1, when(7, calls), c.expected_ns)) << c.bytes << " bytes: " << when(7, calls);
  }
}

TEST_P(EngineConformance, processes_of_one_host_talk_over_its_loopback) {
  // Wrong: neighbours would pay for a network they don't use.
  Platform platform = network();
  EXPECT_EQ(when(1, probe(GetParam(), platform, [](Probe& p) { p.send(2, 2, 0, megabyte, 1); })), 10'000);
  platform.loopback = {.latency = 2us, .bandwidth_bits_per_s = 8 * gigabit};
  EXPECT_EQ(when(1, probe(GetParam(), platform, [](Probe& p) { p.send(2, 2, 0, megabyte, 1); })), 1'002'000);
}

TEST_P(EngineConformance, every_pair_of_hosts_has_the_route_that_the_table_gives_it) {
  // Wrong: a platform of several sites would be simulated as one.
  for (const std::uint32_t count : {3u, 70u}) {
    Platform platform = uniform_platform(count, {.latency = 1ms, .bandwidth_bits_per_s = gigabit});
    EXPECT_EQ(when(1, probe(GetParam(), platform, [&](Probe& p) { p.send(count - 1, 0, 0, 1000, 1); })), 1'008'000);
    for (std::uint32_t i = 0; i < count * count; ++i)
      platform.routes.push_back({.latency = Duration(1000 * (i + 1)), .bandwidth_bits_per_s = gigabit});
    const auto calls = probe(GetParam(), platform, [](Probe& p) {
      p.send(0, 2, 0, 1000, 1);
      p.send(2, 0, 1, 1000, 2);
      p.send(1, 1, 2, 1000, 3);
    });
    EXPECT_EQ(when(1, calls), 3'000 + 8'000);
    EXPECT_EQ(when(2, calls), (2 * count + 1) * 1'000 + 8'000);
    EXPECT_EQ(when(3, calls), (count + 2) * 1'000 + 8'000);
  }
}

TEST_P(EngineConformance, one_core_does_one_work_at_a_time_and_four_do_four) {
  // Wrong: adding handlers to a busy host would seem to help.
  for (const std::uint32_t cores : {1u, 4u}) {
    const Platform platform = uniform_platform(2, {.latency = 1ms, .bandwidth_bits_per_s = 0}, cores);
    const auto calls = probe(GetParam(), platform, [](Probe& p) {
      for (Cookie i = 0; i < 4; ++i) p.work(0, 10ms, i);
      p.work(1, 10ms, 4);
    });
    ASSERT_EQ(calls.size(), 6u);
    EXPECT_EQ(calls.back().at_ns, cores == 1 ? 40'000'000 : 10'000'000);
    EXPECT_EQ(when(4, calls), 10'000'000);  // the other host's cores are its own
  }
}

TEST_P(EngineConformance, work_takes_the_time_asked_for_on_hosts_of_any_speed) {
  // Wrong: the client's scaling by the host's speed would be applied twice.
  for (const double speed : {0.3, 1.0, 7.0}) {
    const Platform platform = uniform_platform(1, {}, 2, speed);
    const auto calls = probe(GetParam(), platform, [](Probe& p) {
      p.work(0, 1s, 1);
      p.work(0, 1ns, 2);
    });
    EXPECT_EQ(when(1, calls), 1'000'000'000);
    EXPECT_EQ(when(2, calls), 1);
  }
}

TEST_P(EngineConformance, work_that_ends_a_nanosecond_behind_a_timer_is_called_a_nanosecond_later) {
  // Wrong: an engine that counts in seconds would take the two for one instant.
  const auto calls = probe(GetParam(), uniform_platform(1, {}, 10'000), [](Probe& p) {
    Rng rng(8);
    for (int i = 0; i < 1000; ++i) {
      const Duration delay = rng.between(0ns, 100s);
      p.timer_in(delay, static_cast<Cookie>(to_ns(delay)));
      p.work(0, delay + 1ns, static_cast<Cookie>(to_ns(delay) + 1));
    }
  });
  ASSERT_EQ(calls.size(), 2001u);
  for (const ProbeCall& call : calls)
    ASSERT_TRUE(call.kind == CallKind::returned || static_cast<Cookie>(call.at_ns) == call.cookie) << call.at_ns;
}

TEST_P(EngineConformance, stop_ends_the_run_behind_the_present_callback) {
  // Wrong: a finished run would go on and observe more.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    p.on_call = [&p](const ProbeCall& call) {
      if (call.cookie != 5) return;
      p.engine.stop();
      p.timer_in(0ns, 100);
      p.send(0, 1, 3, 100, 101);
    };
    p.timer_in(2ms, 5);
    p.timer_in(2ms, 6);
    p.timer_in(9h, 7);
    p.send(0, 1, 0, 1000 * megabyte, 8);
    p.work(0, 1h, 9);
  });
  EXPECT_EQ(calls, (std::vector<ProbeCall>{{CallKind::timer, 5, 2'000'000}, {CallKind::returned, 0, 2'000'000}}));
}

TEST_P(EngineConformance, stop_from_an_arrival_and_from_finished_work_ends_the_run_too) {
  // Wrong: stopping would depend on what happened to be called.
  for (const Cookie last : {1, 2}) {
    const auto calls = probe(GetParam(), network(), [last](Probe& p) {
      p.on_call = [&p, last](const ProbeCall& call) {
        if (call.cookie == last) p.engine.stop();
      };
      p.send(0, 1, 0, 125'000, 1);  // arrives at 2 ms
      p.work(0, 3ms, 2);
      p.timer_in(1h, 3);
    });
    EXPECT_EQ(cookies(calls).back(), last);
    EXPECT_EQ(calls.back().at_ns, last == 1 ? 2'000'000 : 3'000'000);
  }
}

TEST_P(EngineConformance, a_run_that_is_stopped_before_it_began_calls_nothing) {
  // Wrong: an empty workload would run for ever.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    p.timer_in(0ns, 1);
    p.engine.stop();
  });
  EXPECT_EQ(calls, (std::vector<ProbeCall>{{CallKind::returned, 0, 0}}));
  EXPECT_EQ(probe(GetParam(), network(), [](Probe&) {}), calls);
}

TEST_P(EngineConformance, concurrent_packets_of_many_links_all_arrive) {
  // Wrong: packets would be lost inside the engine.
  const auto calls = probe(GetParam(), network(), [](Probe& p) {
    for (Cookie i = 0; i < 3000; ++i) p.send(i % 4, (i / 4) % 4, static_cast<LinkIndex>(i), 1000, i);
  });
  EXPECT_EQ(only(CallKind::arrival, calls).size(), 3000u);
}

}  // namespace
}  // namespace crisper::sim
