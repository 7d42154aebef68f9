// What sleeping, being reminded and working mean.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

Script working(Stage& stage, Duration cpu_time, std::string host) {
  return {.start = [&stage, cpu_time](Context& ctx) -> Task<> {
            co_await ctx.work(cpu_time);
            stage.log("worked");
          },
          .host = std::move(host)};
}

TEST(Time, sleep_lasts_exactly_as_long_as_it_says) {
  // Wrong: polls and retries would drift.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    SimTime woke{};
    stage.add("sleeper", {.start = [&woke](Context& ctx) -> Task<> {
                for (int i = 0; i < 10; ++i) co_await ctx.sleep(33333333ns);
                co_await ctx.sleep(Duration(0));
                co_await ctx.sleep(-Duration(1s));  // a moment in the past is now
                woke = ctx.now();
              }});
    stage.run();
    EXPECT_EQ(woke, SimTime(333333330ns));
  });
}

TEST(Time, reminders_come_in_order_with_no_cause_and_keep_their_conversation) {
  // Wrong: timers set together would fire in an order of chance.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId clerk = stage.add("clerk", {.receive = [&stage](Context& ctx, const Envelope& e) -> Task<> {
                                        stage.log(std::to_string(number_in(e)));
                                        if (e.kind == MessageKind::reminder) co_return;
                                        ctx.remind(5ms, number(3));
                                        ctx.remind(2ms, number(1));
                                        ctx.remind(2ms, number(2));
                                      }});
    stage.add("caster", {.start = [clerk](Context& ctx) -> Task<> {
                ctx.cast(clerk, number(0));
                co_return;
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms 0\n3ms 1\n3ms 2\n6ms 3\n");
    const auto turns = stage.all(ObservationKind::turn_begun, clerk);
    ASSERT_EQ(turns.size(), 4u);
    EXPECT_EQ(turns[1].what.causation.value, 0u);
    EXPECT_EQ(turns[1].what.correlation, turns[0].what.correlation);
  });
}

TEST(Time, work_of_processes_on_one_core_adds_up) {
  // Wrong: a machine would have as many cores as processes.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("a", working(stage, 10ms, "host-1"));
    stage.add("b", working(stage, 10ms, "host-1"));
    stage.add("c", working(stage, 10ms, "host-2"));
    stage.run();
    ASSERT_EQ(stage.lines.size(), 3u);
    EXPECT_EQ(stage.lines.back(), "20ms worked");  // whoever shares the core, the last is done when all is done
  });
}

TEST(Time, cores_work_side_by_side_and_a_fast_host_takes_less) {
  // Wrong: adding machines would never help.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.platform.hosts[0].cores = 2;
    stage.platform.hosts[1].speed = 2.0;
    for (const char* name : {"a", "b"}) stage.add(name, working(stage, 10ms, "host-1"));
    stage.add("c", working(stage, 10ms, "host-2"));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "5ms worked\n10ms worked\n10ms worked\n");
  });
}

TEST(Time, work_is_charged_before_the_messages_of_the_turn_leave) {
  // Wrong: an answer would arrive before the work that found it.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader = stage.add("reader", {.receive = [&stage](Context&, const Envelope& e) -> Task<> {
                                         stage.log("got " + std::to_string(number_in(e)));
                                         co_return;
                                       }});
    stage.add("worker", {.start = [reader](Context& ctx) -> Task<> {
                ctx.cast(reader, number(1));
                co_await ctx.work(10ms);
                ctx.cast(reader, number(2));
                co_await ctx.work(10ms);
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "11ms got 1\n21ms got 2\n");
  });
}

TEST(Time, service_time_is_charged_at_the_begin_of_every_message_turn) {
  // Wrong: a process would serve without end.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", {.receive = [&stage](Context&, const Envelope& e) -> Task<> {
                                                    stage.log("serves " + std::to_string(number_in(e)));
                                                    co_return;
                                                  },
                                                  .service_time = 4ms});
    stage.add("caster", {.start = [server](Context& ctx) -> Task<> {
                ctx.cast(server, number(1));
                ctx.cast(server, number(2));
                co_return;
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "5ms serves 1\n9ms serves 2\n");
  });
}

TEST(Time, a_run_that_has_nothing_left_to_do_ends_quiet) {
  // Wrong: nobody could tell a finished run from one that was cut off.
  on_every_engine([](std::string_view engine) {
    for (const Duration nap : {Duration(1s), Duration(20s)}) {
      Stage stage(engine);
      stage.add("sleeper", {.start = [nap](Context& ctx) -> Task<> { co_await ctx.sleep(nap); }});
      EXPECT_EQ(stage.run(), nap == Duration(1s) ? RunEnding::quiet : RunEnding::horizon);
    }
  }, Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
