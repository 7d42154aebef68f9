// Crashes a small system at every distinct instant of its run: nothing leaks, nothing hangs, and what was
// acknowledged is there.
#include <gtest/gtest.h>

#include <set>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// A keeper that works, journals and syncs what it is asked to keep before it answers; knows repeated numbers by its
/// disk. A client that asks again until it is answered.
struct Outcome {
  std::int64_t acknowledged = 0;
  std::vector<std::int64_t> kept;
  std::set<SimTime> instants;
  RunEnding ending{};
};

constexpr int asked = 5;

Outcome run_keeper(std::string_view engine, TransportKind transport, TurnPolicy turns,
                   std::optional<FaultSpec> fault = {}) {
  Stage stage(engine);
  stage.options.transport = {.kind = transport, .retransmit_after = 10ms};
  stage.options.disk_sync = 1ms;
  stage.options.horizon = SimTime(5min);
  Outcome outcome;
  const auto keeper = stage.add("keeper", {.receive = [&outcome](Context& ctx, const Envelope& e) -> Task<> {
                                             co_await ctx.work(1ms);
                                             bool known = false;
                                             for (const Payload& record : ctx.disk().records()) {
                                               known |= number_in(record) == number_in(e);
                                             }
                                             if (!known) ctx.disk().append(e.payload);
                                             if (!(co_await ctx.sync())) co_return;
                                             co_await ctx.sleep(500us);
                                             outcome.kept.clear();
                                             for (const Payload& record : ctx.disk().records()) {
                                               outcome.kept.push_back(number_in(record));
                                             }
                                             if (e.kind == MessageKind::request) ctx.reply(e, number(0));
                                           },
                                           .turns = turns,
                                           .service_time = 100us});
  stage.add("client", {.start = [&outcome, keeper](Context& ctx) -> Task<> {
              for (int i = 1; i <= asked; ++i) {
                while (!(co_await ctx.call(keeper, number(i), 20ms))) co_await ctx.sleep(1ms);
                outcome.acknowledged = i;
                ctx.cast(keeper, number(i));  // a needless repetition, so that the mailbox holds something now and then
              }
            }});
  stage.on_observation = [&](const Observation& said) {
    if (said.kind != ObservationKind::run_ended) outcome.instants.insert(said.at);
  };
  if (fault) stage.faults = {*fault};
  outcome.ending = stage.run();
  return outcome;
}

void expect_good(const Outcome& outcome, const std::string& where) {
  EXPECT_EQ(outcome.acknowledged, asked) << where;
  EXPECT_EQ(outcome.ending, RunEnding::quiet) << where;
  EXPECT_EQ(outcome.kept, (std::vector<std::int64_t>{1, 2, 3, 4, 5})) << where;
}

void crash_everywhere(std::string_view engine, TransportKind transport, TurnPolicy turns) {
  const Outcome calm = run_keeper(engine, transport, turns);
  expect_good(calm, "without a crash");
  int crashes = 0;
  for (const SimTime instant : calm.instants) {
    for (const Duration before : {Duration(0), Duration(1), Duration(300us)}) {
      for (const Duration restart_after : {Duration(0), Duration(7ms)}) {
        if (instant - before < sim_start) continue;
        const FaultSpec fault{.kind = FaultKind::crash,
                              .to = "keeper",
                              .at = instant - before,
                              .restart_after = restart_after};
        expect_good(run_keeper(engine, transport, turns, fault), "crash at " + to_text(fault.at));
        ++crashes;
      }
    }
  }
  EXPECT_GT(crashes, 100);
}

TEST(CrashPoints, a_crash_at_any_instant_leaves_no_stuck_world_and_loses_nothing_acknowledged) {
  // Wrong: exhaustive crash testing would stop at the simulator's own mistakes.
  on_every_engine([](std::string_view engine) {
    crash_everywhere(engine, TransportKind::datagram, TurnPolicy::sequential);
  }, Runs::many);
}

TEST(CrashPoints, nor_with_sessions) {
  // Wrong: a connection of the dead would hang its survivor.
  on_every_engine([](std::string_view engine) {
    crash_everywhere(engine, TransportKind::session, TurnPolicy::sequential);
  }, Runs::many);
}

TEST(CrashPoints, a_pause_at_any_instant_only_delays) {
  // Wrong: what became ready in a pause would be forgotten.
  on_every_engine([](std::string_view engine) {
    for (const SimTime instant : run_keeper(engine, TransportKind::datagram, TurnPolicy::sequential).instants) {
      for (const Duration lasting : {Duration(1ms), Duration(25ms)}) {
        const FaultSpec fault{.kind = FaultKind::pause, .to = "*", .at = instant, .lasting = lasting};
        expect_good(run_keeper(engine, TransportKind::datagram, TurnPolicy::sequential, fault),
                    "pause at " + to_text(instant));
      }
    }
  }, Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
