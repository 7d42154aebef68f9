// What a memory budget means: what is charged, who dies of it, and that a caller who waits is held back (R28-R30).
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// Works 10 ms on each message.
Script slow_server() {
  return {.receive = [](Context& ctx, const Envelope& envelope) -> Task<> {
    co_await ctx.work(10ms);
    if (envelope.kind == MessageKind::request) ctx.reply(envelope, number(0));
  }};
}

void limit(Stage& stage, ProcessId process, MemorySpec memory) {
  stage.system.processes()[process.value - 1].memory = memory;
}

constexpr MemorySpec small{.budget_bytes = 16 * 1024};

TEST(Memory, casts_that_outrun_their_server_kill_it_and_say_how_many_were_waiting) {
  // R28. Wrong: a mailbox without a bound would look harmless under overload.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", slow_server());
    limit(stage, server, small);
    for (int i = 1; i <= 4; ++i) {
      stage.add("client-" + std::to_string(i), {.start = [server](Context& ctx) -> Task<> {
                  for (int n = 1; n <= 500; ++n) {
                    ctx.cast(server, number(n));
                    co_await ctx.sleep(5ms);
                  }
                }});
    }
    stage.run();
    ASSERT_EQ(stage.count(ObservationKind::memory_exhausted, server), 1u);
    const Observation& died = stage.first(ObservationKind::memory_exhausted, server).what;
    EXPECT_GT(died.a, 50);
    EXPECT_LT(died.a, 128);  // each costs 128 bytes and what it says
    EXPECT_EQ(died.b, 0);
    EXPECT_EQ(stage.count(ObservationKind::process_crashed, server), 1u);
    EXPECT_EQ(stage.count(ObservationKind::process_started, server), 1u) << "nobody starts it again";
  });
}

TEST(Memory, calls_hold_their_callers_back_where_casts_do_not) {
  // R30. Wrong: the same clients, as busy as their server lets them be, would kill it too.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", slow_server());
    limit(stage, server, small);
    int answered = 0;
    for (int i = 1; i <= 4; ++i) {
      stage.add("client-" + std::to_string(i), {.start = [server, &answered](Context& ctx) -> Task<> {
                  for (int n = 1; n <= 200; ++n) {
                    if (co_await ctx.call(server, number(n), 1s)) ++answered;
                    co_await ctx.sleep(5ms);
                  }
                }});
    }
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::memory_exhausted), 0u);
    EXPECT_EQ(answered, 800);
    EXPECT_LE(deepest(stage, server), 3);  // one is in its turn
  });
}

TEST(Memory, spawning_without_a_bound_kills_the_parent_and_its_children_with_it) {
  // R29. Wrong: a process per request would look free.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId parent = stage.add("parent", {.start = [](Context& ctx) -> Task<> {
                                         for (int n = 1; n <= 10; ++n) {
                                           ProcessSpec child =
                                               spec_of("child-" + std::to_string(n),
                                                       {.start = [](Context& own) -> Task<> {
                                                         co_await own.sleep(1s);
                                                         own.cast(own.self(), number(1));
                                                       }});
                                           ctx.spawn(std::move(child));
                                           co_await ctx.sleep(1ms);
                                         }
                                       }});
    limit(stage, parent, small);
    stage.run();
    ASSERT_EQ(stage.count(ObservationKind::memory_exhausted, parent), 1u);
    const Observation& died = stage.first(ObservationKind::memory_exhausted, parent).what;
    EXPECT_EQ(died.b, 4) << "of four KiB each, beside the turn";
    EXPECT_EQ(stage.count(ObservationKind::process_ended), 4u);
    EXPECT_EQ(stage.count(ObservationKind::message_delivered), 0u) << "no child lived on";
  });
}

TEST(Memory, of_children_that_have_ended_is_free_again) {
  // Wrong: a process that spawns often, and little at a time, would die of what it once had.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId parent =
        stage.add("parent", {.start = [](Context& ctx) -> Task<> {
                    for (int n = 1; n <= 50; ++n) {
                      ctx.spawn(spec_of("child-" + std::to_string(n), {.start = [](Context& own) -> Task<> {
                                          own.exit();
                                          co_return;
                                        }}));
                      co_await ctx.sleep(1ms);
                    }
                  }});
    limit(stage, parent, small);
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::memory_exhausted), 0u);
    EXPECT_EQ(stage.count(ObservationKind::process_ended), 50u);
  });
}

TEST(Memory, is_empty_after_the_restart_that_the_design_asks_for) {
  // Wrong: a restarted process would die at once, or its disk be lost with its memory.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", slow_server());
    limit(stage, server, {.budget_bytes = 16 * 1024, .restart_after = 500ms});
    stage.add("client", {.start = [server](Context& ctx) -> Task<> {
                for (int n = 1; n <= 300; ++n) ctx.cast(server, number(n));
                co_await ctx.sleep(1s);
                ctx.cast(server, number(301));
              }});
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::memory_exhausted, server), 1u);
    EXPECT_EQ(stage.count(ObservationKind::process_started, server), 2u);
    EXPECT_EQ(stage.all(ObservationKind::turn_ended, server).back().what.at >= SimTime(1s), true);
  });
}

}  // namespace
}  // namespace crisper::sim::test
