// What a pause, a slow machine and a wrong clock mean: nothing is lost, only late, or misdated.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

FaultSpec pause(Duration at, Duration lasting) {
  return {.kind = FaultKind::pause, .to = "sleeper", .at = SimTime(at), .lasting = lasting};
}

FaultSpec crash(Duration at, std::optional<Duration> restart_after = {}) {
  return {.kind = FaultKind::crash, .to = "sleeper", .at = SimTime(at), .restart_after = restart_after};
}

/// Ticks every 4 ms and takes in what is cast to it every 4 ms from 1 ms on.
void add_ticking_sleeper(Stage& stage) {
  const ProcessId sleeper = stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                                                    for (int i = 1; i <= 4; ++i) {
                                                      co_await ctx.sleep(4ms);
                                                      stage.log("tick");
                                                    }
                                                  },
                                                  .receive = [&stage](Context&, const Envelope& e) -> Task<> {
                                                    stage.log("got " + std::to_string(number_in(e)));
                                                    co_return;
                                                  },
                                                  .turns = TurnPolicy::reentrant});
  stage.add("caster", {.start = [sleeper](Context& ctx) -> Task<> {
              for (int i = 1; i <= 4; ++i) {
                ctx.cast(sleeper, number(i));
                co_await ctx.sleep(4ms);
              }
            }});
}

TEST(Pause, stops_turns_and_keeps_everything) {
  // Wrong: the long garbage collection that outlives a lease would be a crash, or nothing at all.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_ticking_sleeper(stage);
    stage.faults = {pause(3ms, 7ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "1ms got 1\n10ms tick\n10ms got 2\n10ms got 3\n13ms got 4\n14ms tick\n18ms tick\n22ms tick\n");
    EXPECT_EQ(stage.counted(FaultKind::pause), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
  });
}

TEST(Pause, overlapping_pauses_end_with_the_last_of_them) {
  // Wrong: the first to end would wake a process that the second still holds.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_ticking_sleeper(stage);
    stage.faults = {pause(3ms, 3ms), pause(5ms, 5ms)};
    stage.run();
    EXPECT_EQ(stage.lines[1], "10ms tick");
    EXPECT_EQ(stage.count(ObservationKind::process_paused), 1u);
    EXPECT_EQ(stage.count(ObservationKind::process_resumed), 1u);
  });
}

std::string call_over_pause(std::string_view engine, Duration timeout, std::size_t& late) {
  Stage stage(engine);
  const ProcessId server = stage.add("server", {.receive = [](Context& ctx, const Envelope& e) -> Task<> {
                                       co_await ctx.sleep(8ms);
                                       ctx.reply(e, number(1));
                                     }});
  stage.add("sleeper", {.start = [&stage, server, timeout](Context& ctx) -> Task<> {
              const auto outcome = co_await ctx.call(server, number(1), timeout);
              stage.log(outcome ? "answered" : "timed out");
            }});
  stage.faults = {pause(3ms, 17ms)};
  stage.run();
  late = stage.count(ObservationKind::reply_late);
  return joined(stage.lines);
}

TEST(Pause, a_call_that_ends_during_it_ends_once_as_it_would_have) {
  // Wrong: a call would time out and be answered too, or the reply after the deadline would win.
  on_every_engine([](std::string_view engine) {
    std::size_t late = 0;
    EXPECT_EQ(call_over_pause(engine, 12ms, late), "20ms answered\n");
    EXPECT_EQ(late, 0u);
    EXPECT_EQ(call_over_pause(engine, 6ms, late), "20ms timed out\n");
    EXPECT_EQ(late, 1u);
  }, Runs::many);
}

TEST(Pause, reminders_and_a_start_wait_for_its_end) {
  // Wrong: a paused process would run its timers, or start.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                            stage.log("starts");
                            ctx.remind(5ms, number(1));
                            ctx.remind(6ms, number(2));
                            co_return;
                          },
                          .receive = [&stage](Context&, const Envelope& e) -> Task<> {
                            stage.log("reminded " + std::to_string(number_in(e)));
                            co_return;
                          }});
    stage.faults = {pause(0ms, 2ms), pause(4ms, 16ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "2ms starts\n20ms reminded 1\n20ms reminded 2\n");
  });
}

TEST(Pause, a_crash_ends_it_and_the_end_of_an_old_pause_ends_no_new_one) {
  // Wrong: a restarted process would be held by, or freed from, the pause of its predecessor.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_ticking_sleeper(stage);
    stage.faults = {pause(2ms, 10ms), crash(3ms, 2ms), pause(6ms, 20ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "1ms got 1\n5ms got 2\n26ms tick\n26ms got 3\n26ms got 4\n30ms tick\n34ms tick\n38ms tick\n");
  });
}

TEST(Pause, of_a_crashed_process_changes_nothing) {
  // Wrong: the dead would be woken.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_ticking_sleeper(stage);
    stage.faults = {crash(2ms), pause(3ms, 5ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms got 1\n");
    EXPECT_EQ(stage.counted(FaultKind::pause), (FaultCount{.planned = 1, .armed = 1, .fired = 0, .seen = 0}));
    EXPECT_EQ(stage.count(ObservationKind::process_resumed), 0u);
  });
}

TEST(ClockSkew, changes_what_now_answers_and_nothing_else) {
  // Wrong: a wrong clock would change when things happen.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.options.horizon = SimTime(1h);
    stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                for (int i = 0; i < 5; ++i) {
                  stage.log("reads " + to_text(ctx.now()));
                  co_await ctx.sleep(10s);
                }
              }});
    stage.faults = {{.kind = FaultKind::clock_skew,
                     .to = "sleeper",
                     .at = SimTime(5s),
                     .lasting = Duration(30s),
                     .amount_min = -Duration(1s),
                     .amount_max = -Duration(1s),
                     .drift_ppm = 1000}};
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "0s reads 0s\n10s reads 9.005s\n20s reads 19.015s\n30s reads 29.025s\n40s reads 40s\n");
    EXPECT_EQ(stage.counted(FaultKind::clock_skew), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
  });
}

TEST(MonotonicClock, runs_fast_or_slow_but_never_jumps_and_never_goes_back) {
  // Wrong: a wait that is counted by it would end an hour late, or at once, when the time of day is set.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.options.horizon = SimTime(1h);
    stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                for (int i = 0; i < 5; ++i) {
                  stage.log("reads " + to_text(ctx.monotonic()));
                  co_await ctx.sleep(10s);
                }
              }});
    stage.faults = {{.kind = FaultKind::clock_skew,
                     .to = "sleeper",
                     .at = SimTime(5s),
                     .lasting = Duration(30s),
                     .amount_min = -Duration(1h),
                     .amount_max = -Duration(1h),
                     .drift_ppm = 1000}};
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "0s reads 0s\n10s reads 10.005s\n20s reads 20.015s\n30s reads 30.025s\n40s reads 40.03s\n");
    EXPECT_EQ(stage.counted(FaultKind::clock_skew), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
  });
}

TEST(MonotonicClock, does_not_notice_that_the_time_of_day_is_wrong) {
  // Wrong: a fault would count as fired and seen by a process that nothing of it reaches.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                co_await ctx.sleep(2ms);
                stage.log("reads " + to_text(ctx.monotonic()));
              }});
    stage.faults = {{.kind = FaultKind::clock_skew, .to = "sleeper", .at = SimTime(1ms), .amount_min = 1h}};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "2ms reads 2ms\n");
    EXPECT_EQ(stage.counted(FaultKind::clock_skew), (FaultCount{.planned = 1, .armed = 1, .fired = 0, .seen = 0}));
  });
}

TEST(Moment, measures_true_time_whatever_the_clocks_of_the_process_say) {
  // Wrong: a latency would be what the skewed clock of a client makes of it.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [](Context& ctx) -> Task<> {
                const Moment since = ctx.moment();
                co_await ctx.sleep(4ms);
                ctx.observe({.kind = ObservationKind::command_answered, .since = since});
              }});
    stage.faults = {{.kind = FaultKind::clock_skew,
                     .to = "sleeper",
                     .at = SimTime(1ms),
                     .amount_min = -Duration(1h),
                     .amount_max = -Duration(1h),
                     .drift_ppm = 500'000}};
    stage.run();
    EXPECT_EQ(stage.first(ObservationKind::command_answered).what.b, to_ns(Duration(4ms)));
  });
}

TEST(ClockSkew, is_the_machines_and_outlives_a_crash) {
  // Wrong: a restart would set the clock right.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                stage.log("reads " + to_text(ctx.now()));
                co_return;
              }});
    stage.faults = {{.kind = FaultKind::clock_skew, .to = "sleeper", .at = SimTime(1ms), .amount_min = 1s},
                    crash(2ms, 3ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "0s reads 0s\n5ms reads 1.005s\n");
  });
}

TEST(Slow, has_not_fired_while_nobody_works) {
  // Wrong: a fault that the run was made for would count, though it changed nothing.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [](Context& ctx) -> Task<> {
                co_await ctx.sleep(10ms);
                co_await ctx.work(Duration::zero());
                co_await ctx.sleep(20ms);
                co_await ctx.work(4ms);
              }});
    stage.faults = {{.kind = FaultKind::slow,
                     .to = "sleeper",
                     .at = SimTime(1ms),
                     .lasting = Duration(20ms),
                     .percent = 300}};
    stage.run();
    EXPECT_EQ(stage.counted(FaultKind::slow), (FaultCount{.planned = 1, .armed = 1, .fired = 0, .seen = 0}));
    EXPECT_EQ(stage.count(ObservationKind::fault_fired), 0u);
  });
}

TEST(Work, is_told_in_a_first_turn_and_in_no_other) {
  // Wrong: who works without end in its first turn would look idle, or the work of a turn would be told twice.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [](Context& ctx) -> Task<> {
                                for (int i = 0; i < 3; ++i) co_await ctx.work(2ms);
                                ctx.cast(ctx.self(), number(1));
                              },
                          .receive = [](Context& ctx, const Envelope&) -> Task<> { co_await ctx.work(2ms); }});
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::work_begun), 3u);
    EXPECT_EQ(stage.count(ObservationKind::work_ended), 3u);
    EXPECT_EQ(stage.first(ObservationKind::work_begun).what.a, to_ns(Duration(2ms)));
  });
}

TEST(Slow, makes_work_take_longer_while_it_lasts) {
  // Wrong: a slow machine would be a fast one.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("sleeper", {.start = [&stage](Context& ctx) -> Task<> {
                for (int i = 0; i < 4; ++i) {
                  co_await ctx.work(10ms);
                  stage.log("worked");
                  co_await ctx.sleep(10ms);
                }
              }});
    stage.faults = {{.kind = FaultKind::slow,
                     .to = "sleeper",
                     .at = SimTime(15ms),
                     .lasting = Duration(30ms),
                     .percent = 300}};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "10ms worked\n50ms worked\n70ms worked\n90ms worked\n");
    EXPECT_EQ(stage.counted(FaultKind::slow), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
  });
}

}  // namespace
}  // namespace crisper::sim::test
