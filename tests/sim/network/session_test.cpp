// What a transport session promises over a network that breaks every promise.
#include <gtest/gtest.h>

#include "tests/sim/faults/traffic.hpp"
#include "tests/sim/world/every_engine.hpp"

namespace crisper::sim::test {
namespace {

const TransportSpec session{.kind = TransportKind::session, .retransmit_after = 10ms, .retransmit_limit = 8};

TEST(Session, is_lossless_in_order_and_without_duplicates_under_heavy_faults) {
  // Wrong: a design that trusts its transport would fail for the simulator's reasons.
  on_every_engine(
      [](std::string_view engine) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
          const Traffic traffic =
              run_traffic(engine,
                          {message_fault(FaultKind::loss, 200), message_fault(FaultKind::duplicate, 200, 0ms, 30ms),
                           message_fault(FaultKind::reorder, 200, 1ms, 30ms), message_fault(FaultKind::corrupt, 100)},
                          seed, session);
          EXPECT_EQ(traffic.numbers(), ascending(traffic_count)) << "seed " << seed;
          EXPECT_GT(traffic.counted(FaultKind::loss).seen, 0u) << "a retransmission sees the loss";
        }
      },
      Runs::many);
}

TEST(Session, without_faults_costs_no_time) {
  // Wrong: a session would be slower than what it is made of.
  on_every_engine([](std::string_view engine) {
    for (const Arrival& each : run_traffic(engine, {}, 1, session).arrivals)
      EXPECT_EQ(each.at - each.sent, Duration(1ms));
  });
}

TEST(Session, breaks_after_its_limit_is_observed_and_reconnects) {
  // Wrong: a dead line would be retried for ever, or never again.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.options.transport = {.kind = TransportKind::session, .retransmit_after = 10ms, .retransmit_limit = 2};
    const ProcessId reader = stage.add("reader", {.receive = [&stage](Context&, const Envelope& e) -> Task<> {
                                         stage.log("got " + std::to_string(number_in(e)));
                                         co_return;
                                       }});
    stage.add("caster", {.start = [reader](Context& ctx) -> Task<> {
                for (int i = 1; i <= 5; ++i) {
                  ctx.cast(reader, number(i));
                  co_await ctx.sleep(50ms);
                }
              }});
    stage.faults = {{.kind = FaultKind::partition, .to = "reader", .at = SimTime(40ms), .lasting = Duration(90ms)}};
    EXPECT_EQ(stage.run(), RunEnding::quiet);
    // Sent at 50 and 100; retransmitted after 10, 20 and then 40 ms: at 60, 80; broken at 120.
    EXPECT_EQ(joined(stage.lines), "1ms got 1\n151ms got 4\n201ms got 5\n");
    const Observation broken = stage.first(ObservationKind::session_broken).what;
    EXPECT_EQ(broken.at, SimTime(120ms));
    EXPECT_EQ(broken.a, 2);
    EXPECT_EQ(stage.count(ObservationKind::session_broken), 1u);
  });
}

TEST(Session, after_a_short_cut_all_that_was_sent_arrives_within_round_trips) {
  // Wrong: each message lost in the cut would cost a timeout of its own.
  on_every_engine([](std::string_view engine) {
    const FaultSpec cut{.kind = FaultKind::partition, .to = "reader", .at = SimTime(100ms), .lasting = Duration(100ms)};
    const Traffic traffic = run_traffic(engine, {cut}, 1, session);
    EXPECT_EQ(traffic.numbers(), ascending(traffic_count));
    EXPECT_LT(traffic.arrivals.back().at, SimTime(1s));
  });
}

/// The caster sends every 10 ms; the victim crashes at 25 ms.
std::string over_crash(std::string_view engine, const char* victim, std::size_t& broken) {
  Stage stage(engine);
  stage.options.transport = session;
  const ProcessId reader = stage.add("reader", {.receive = [&stage](Context&, const Envelope& e) -> Task<> {
                                       stage.log("got " + std::to_string(number_in(e)));
                                       co_return;
                                     }});
  int next = 0;
  stage.add("caster", {.start = [reader, &next](Context& ctx) -> Task<> {
              while (next < 8) {
                ctx.cast(reader, number(++next));
                co_await ctx.sleep(10ms);
              }
            }});
  stage.faults = {{.kind = FaultKind::crash, .to = victim, .at = SimTime(25ms), .restart_after = Duration(2ms)}};
  EXPECT_EQ(stage.run(), RunEnding::quiet);
  broken = stage.count(ObservationKind::session_broken);
  return joined(stage.lines);
}

TEST(Session, a_receiver_that_forgot_the_connection_resets_it) {
  // Wrong: the sender would talk for ever to somebody who waits for the beginning.
  on_every_engine([](std::string_view engine) {
    std::size_t broken = 0;
    EXPECT_EQ(over_crash(engine, "reader", broken),
              "1ms got 1\n11ms got 2\n21ms got 3\n41ms got 5\n51ms got 6\n61ms got 7\n71ms got 8\n");
    EXPECT_EQ(broken, 1u);
  });
}

TEST(Session, a_sender_that_crashed_begins_another_connection) {
  // Wrong: its first message would be taken for an old one.
  on_every_engine([](std::string_view engine) {
    std::size_t broken = 0;
    EXPECT_EQ(over_crash(engine, "caster", broken),
              "1ms got 1\n11ms got 2\n21ms got 3\n28ms got 4\n38ms got 5\n48ms got 6\n58ms got 7\n68ms got 8\n");
    EXPECT_EQ(broken, 0u);
  });
}

struct Asked {
  std::string log;
  std::size_t broken = 0;
};

/// The client asks every 10 ms, and waits 8 ms for an answer; this one of the two crashes at 25 ms and is back at 27.
Asked ask_over_crash(std::string_view engine, const char* victim) {
  Stage stage(engine);
  stage.options.transport = session;
  const ProcessId server = stage.add("server", {.receive = [](Context& ctx, const Envelope& e) -> Task<> {
                                       ctx.reply(e, e.payload);
                                       co_return;
                                     }});
  int next = 0;
  stage.add("client", {.start = [&stage, server, &next](Context& ctx) -> Task<> {
              while (next < 6) {
                const std::string call = std::to_string(++next);
                const auto outcome = co_await ctx.call(server, number(next), 8ms);
                stage.log(call + (outcome ? " answered" : " timed out"));
                co_await ctx.sleep(outcome ? 8ms : 2ms);
              }
            }});
  stage.faults = {{.kind = FaultKind::crash, .to = victim, .at = SimTime(25ms), .restart_after = Duration(2ms)}};
  EXPECT_EQ(stage.run(), RunEnding::quiet);
  return {joined(stage.lines), stage.count(ObservationKind::session_broken)};
}

TEST(Session, answers_whoever_was_started_again_on_a_session_of_its_new_life) {
  // Wrong: the answer would go out on the session of the life before, and the caller wait out its timeout.
  on_every_engine([](std::string_view engine) {
    const Asked asked = ask_over_crash(engine, "client");
    EXPECT_EQ(asked.log, "2ms 1 answered\n12ms 2 answered\n22ms 3 answered\n29ms 4 answered\n39ms 5 answered\n"
                         "49ms 6 answered\n");
    EXPECT_EQ(asked.broken, 1u);
  });
}

TEST(Session, loses_the_request_that_finds_its_receiver_started_again_and_its_caller_learns_by_its_timeout) {
  // Wrong: a lost request would be sent again by the network, which no network does; or the next one be lost too.
  on_every_engine([](std::string_view engine) {
    const Asked asked = ask_over_crash(engine, "server");
    EXPECT_EQ(asked.log, "2ms 1 answered\n12ms 2 answered\n22ms 3 answered\n38ms 4 timed out\n42ms 5 answered\n"
                         "52ms 6 answered\n");
    EXPECT_EQ(asked.broken, 1u);
  });
}

TEST(Session, never_gets_stuck_over_crashes_of_both_ends) {
  // Wrong: a connection would be half open for good.
  on_every_engine(
      [](std::string_view engine) {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
          Stage stage(engine);
          stage.options.seed = seed;
          stage.options.transport = session;
          stage.options.horizon = SimTime(1h);
          const ProcessId server = stage.add("server", {.receive = [](Context& ctx, const Envelope& e) -> Task<> {
                                               ctx.reply(e, e.payload);
                                               co_return;
                                             }});
          int done = 0;
          stage.add("client", {.start = [server, &done](Context& ctx) -> Task<> {
                      while (done < 50) {
                        const auto outcome = co_await ctx.call(server, number(done), 100ms);
                        if (outcome) ++done;
                        co_await ctx.sleep(5ms);
                      }
                    }});
          stage.faults = {message_fault(FaultKind::loss, 200), message_fault(FaultKind::duplicate, 200, 0ms, 50ms),
                          message_fault(FaultKind::reorder, 200, 1ms, 50ms)};
          for (const char* end : {"server", "client"}) {
            stage.faults.push_back({.kind = FaultKind::crash,
                                    .to = end,
                                    .every = Duration(200ms),
                                    .lasting = {},
                                    .restart_after = Duration(10ms)});
          }
          stage.options.step_limit = 10'000'000;
          std::optional<SimTime> finished;
          stage.on_observation = [&](const Observation& said) {
            if (done == 50 && !finished) finished = said.at;
          };
          stage.options.horizon = SimTime(2min);
          stage.run();
          EXPECT_EQ(done, 50) << "seed " << seed;
        }
      },
      Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
