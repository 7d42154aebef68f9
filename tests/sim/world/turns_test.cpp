// What a turn means: its beginning, its suspensions, its end, and who may begin another meanwhile.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

Script two_steps(Stage& stage, TurnPolicy turns) {
  return {.receive = [&stage](Context& ctx, const Envelope& envelope) -> Task<> {
            const std::string n = std::to_string(number_in(envelope));
            stage.log("a" + n);
            co_await ctx.sleep(2ms);
            stage.log("b" + n);
            co_await ctx.sleep(2ms);
            stage.log("c" + n);
          },
          .turns = turns};
}

TEST(Turns, sequential_starts_no_message_before_the_turn_is_over) {
  // Wrong: a process would need locks against itself.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("caster", caster(stage.add("steps", two_steps(stage, TurnPolicy::sequential)), 2));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms a1\n3ms b1\n5ms c1\n5ms a2\n7ms b2\n9ms c2\n");
  });
}

TEST(Turns, reentrant_starts_one_at_every_suspension) {
  // Wrong: the interleavings of reentrant actors would go untested.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("caster", caster(stage.add("steps", two_steps(stage, TurnPolicy::reentrant)), 2));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms a1\n1ms a2\n3ms b1\n3ms b2\n5ms c1\n5ms c2\n");
  });
}

TEST(Turns, the_start_turn_comes_before_any_message) {
  // Wrong: a process would handle messages before it has read its disk.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    Script script = two_steps(stage, TurnPolicy::sequential);
    script.start = [&stage](Context& ctx) -> Task<> {
      stage.log("starts");
      co_await ctx.sleep(20ms);
      stage.log("started");
    };
    const ProcessId steps = stage.add("steps", script);
    stage.add("caster", caster(steps, 1));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "0s starts\n20ms started\n20ms a1\n22ms b1\n24ms c1\n");
  });
}

TEST(Turns, every_process_is_there_before_any_of_them_acts) {
  // Wrong: a first message would be lost by the order of declaration.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId steps = stage.declare("steps");
    stage.add("caster", caster(steps, 1));
    stage.define(steps, two_steps(stage, TurnPolicy::sequential));
    stage.run();
    EXPECT_EQ(stage.lines.size(), 3u);
  });
}

TEST(Turns, messages_leave_at_the_next_suspension_and_a_call_does_not_overtake_them) {
  // Wrong: a cast before a call would arrive after it.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader = stage.add("reader", {.receive = [&stage](Context& ctx, const Envelope& e) -> Task<> {
                                         stage.log("got " + std::to_string(number_in(e)));
                                         if (e.kind == MessageKind::request) ctx.reply(e, number(0));
                                         co_return;
                                       }});
    stage.add("writer", {.start = [reader](Context& ctx) -> Task<> {
                ctx.cast(reader, number(1));
                (void)co_await ctx.call(reader, number(2), 1s);
                ctx.cast(reader, number(3));
                co_await ctx.sleep(10ms);
                ctx.cast(reader, number(4));
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms got 1\n1ms got 2\n3ms got 3\n13ms got 4\n");
  });
}

TEST(Turns, a_message_to_itself_is_a_turn_of_its_own) {
  // Wrong: a process could not split its work.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("counter", {.start = [](Context& ctx) -> Task<> {
                            ctx.cast(ctx.self(), number(3));
                            co_return;
                          },
                          .receive = [&stage](Context& ctx, const Envelope& envelope) -> Task<> {
                            const std::int64_t n = number_in(envelope);
                            stage.log(std::to_string(n));
                            if (n > 0) ctx.cast(ctx.self(), number(n - 1));
                            co_await ctx.sleep(1ms);
                          }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "0s 3\n1ms 2\n2ms 1\n3ms 0\n");
    const auto begun = stage.all(ObservationKind::turn_begun);
    ASSERT_EQ(begun.size(), 4u);
    EXPECT_NE(begun[0].what.a, begun[1].what.a) << "each attempt has an id of its own";
  });
}

TEST(Turns, a_process_that_feeds_itself_for_ever_reaches_the_step_limit) {
  // Wrong: one run would never end, and the search with it.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.options.step_limit = 1000;
    stage.add("greedy", {.start = [](Context& ctx) -> Task<> {
                           ctx.cast(ctx.self(), number(1));
                           co_return;
                         },
                         .receive = [](Context& ctx, const Envelope&) -> Task<> {
                           ctx.cast(ctx.self(), number(1));
                           co_return;
                         }});
    EXPECT_EQ(stage.run(), RunEnding::limit_reached);
  });
}

TEST(Turns, spawn_starts_a_process_that_can_be_sent_to_at_once) {
  // Wrong: the first message to an actor would be lost.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("parent", {.start = [&stage](Context& ctx) -> Task<> {
                const ProcessId child = ctx.spawn(spec_of(
                    "child", {.start = [&stage](Context&) -> Task<> {
                                stage.log("starts");
                                co_return;
                              },
                              .receive = [&stage](Context& c, const Envelope& envelope) -> Task<> {
                                stage.log("got " + std::to_string(number_in(envelope)));
                                c.reply(envelope, number(2));
                                co_return;
                              }}));
                const auto answer = co_await ctx.call(child, number(1), 1s);
                stage.log(answer ? "answered" : "lost");
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "0s starts\n1ms got 1\n2ms answered\n");
  });
}

TEST(Turns, exit_ends_the_process_after_its_turn_and_drops_the_mailbox) {
  // Wrong: a passivated actor would go on, or lose the rest of its turn.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId leaver = stage.add("leaver", {.receive = [&stage](Context& ctx, const Envelope& e) -> Task<> {
                                         stage.log("got " + std::to_string(number_in(e)));
                                         ctx.exit();
                                         co_await ctx.sleep(5ms);
                                         stage.log("leaves");
                                       }});
    stage.add("caster", caster(leaver, 3));
    stage.add("latecomer", {.start = [leaver](Context& ctx) -> Task<> {
                co_await ctx.sleep(20ms);
                ctx.cast(leaver, number(9));
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms got 1\n6ms leaves\n");
    EXPECT_EQ(stage.first(ObservationKind::process_ended).what.at, SimTime(6ms));
    EXPECT_EQ(stage.first(ObservationKind::message_dropped).what.b,
              static_cast<std::int64_t>(DropReason::receiver_down));
  });
}

/// A record of which one can tell whether somebody still has it.
struct Traceable {
  static constexpr std::string_view name = "Traceable";
  std::shared_ptr<int> held{};
  CRISPER_FIELDS()
};

TEST(Turns, nothing_is_kept_of_a_process_that_has_ended_but_its_name) {
  // Wrong: a run with a million passivated actors, or a process for each request, would run out of memory.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("parent", {.start = [](Context& ctx) -> Task<> {
                const auto written = std::make_shared<int>(0);
                Script leaver{.start = [record = Payload::of(Traceable{written})](Context& own) -> Task<> {
                  own.disk().append(record);
                  co_await own.sync();
                  own.exit();
                }};
                ctx.spawn(spec_of("leaver", std::move(leaver)));
                leaver = {};
                co_await ctx.sleep(5ms);
                EXPECT_GT(written.use_count(), 1) << "it is at work";
                co_await ctx.sleep(1s);
                EXPECT_EQ(written.use_count(), 1);
              }});
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::process_ended), 1u);
  });
}

TEST(Turns, a_name_of_a_process_that_has_ended_finds_nobody_and_strikes_nobody) {
  // Wrong: a fault, a message or a deadline that comes too late would reach into what is gone, or bring it back.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.faults = {{.kind = FaultKind::crash, .to = "child", .at = SimTime(50ms), .restart_after = Duration(1ms)},
                    {.kind = FaultKind::pause, .to = "child", .at = SimTime(60ms), .lasting = Duration(5ms)},
                    {.kind = FaultKind::slow,
                     .to = "*",
                     .at = SimTime(1ms),
                     .lasting = Duration(70ms),
                     .percent = 200}};
    const ProcessId echo = stage.add("echo", {.receive = [](Context& ctx, const Envelope& envelope) -> Task<> {
                                       co_await ctx.work(30ms);
                                       ctx.reply(envelope, number(1));
                                     }});
    stage.add("parent", {.start = [echo](Context& ctx) -> Task<> {
                Script child{.start =
                                 [echo](Context& own) -> Task<> {
                                   own.cast(own.self(), number(0));
                                   own.remind(80ms, number(2));
                                   (void)co_await own.call(echo, number(3), 90ms);
                                 },
                             .receive =
                                 [](Context& own, const Envelope&) -> Task<> {
                                   own.exit();
                                   co_return;
                                 },
                             .turns = TurnPolicy::reentrant,
                             .role = "child"};
                const ProcessId id = ctx.spawn(spec_of("short-lived", std::move(child)));
                co_await ctx.sleep(40ms);
                const auto answer = co_await ctx.call(id, number(4), 20ms);
                EXPECT_FALSE(answer);
              }});
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::process_ended), 1u);
    EXPECT_EQ(stage.count(ObservationKind::process_crashed), 0u);
    EXPECT_EQ(stage.counted(FaultKind::crash).armed, 1u);
    EXPECT_EQ(stage.counted(FaultKind::crash).fired, 0u);
  });
}

TEST(Turns, exit_of_one_reentrant_turn_waits_for_that_turn_and_ends_the_others) {
  // Wrong: another turn's end would cut the leaving one short.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId leaver = stage.add("leaver", {.receive = [&stage](Context& ctx, const Envelope& e) -> Task<> {
                                                    const std::int64_t n = number_in(e);
                                                    if (n == 1) ctx.exit();
                                                    co_await ctx.sleep(n == 2 ? 2ms : n == 1 ? 5ms : 50ms);
                                                    stage.log("ends " + std::to_string(n));
                                                  },
                                                  .turns = TurnPolicy::reentrant});
    stage.add("caster", caster(leaver, 3));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "3ms ends 2\n6ms ends 1\n");
  });
}

}  // namespace
}  // namespace crisper::sim::test
