// What a crash takes, what it leaves, and what others see of it.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

FaultSpec crash(std::string whom, Duration at, std::optional<Duration> restart_after = {}) {
  return {.kind = FaultKind::crash, .to = std::move(whom), .at = SimTime(at), .restart_after = restart_after};
}

/// Says when it is destroyed.
struct Guard {
  Stage& stage;
  std::string name;
  ~Guard() { stage.log("~" + name); }
};

Task<> inner(Stage& stage, Context& ctx) {
  Guard guard{stage, "inner"};
  co_await ctx.sleep(1h);
}

TEST(Crash, destroys_frames_from_the_inside_out_and_never_resumes_them) {
  // Wrong: a dead process would act, or leak.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.options.horizon = SimTime(50ms);
    stage.add("victim", {.start = [&stage](Context& ctx) -> Task<> {
                Guard outer{stage, "outer"};
                co_await inner(stage, ctx);
                stage.log("resumed");
              }});
    stage.faults = {crash("victim", 10ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "10ms ~inner\n10ms ~outer\n");
    EXPECT_EQ(stage.first(ObservationKind::process_crashed).what.at, SimTime(10ms));
  });
}

TEST(Crash, what_a_destructor_says_dies_with_the_process) {
  // Wrong: a dead process would send.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader = stage.add("reader", {.receive = [&stage](Context&, const Envelope&) -> Task<> {
                                         stage.log("got a word from the dead");
                                         co_return;
                                       }});
    struct LastWords {
      Context& ctx;
      ProcessId to;
      ~LastWords() {
        ctx.cast(to, number(1));
        ctx.remind(1ms, number(2));
        ctx.exit();
        (void)ctx.rng("last").next();
      }
    };
    stage.add("victim", {.start = [reader](Context& ctx) -> Task<> {
                LastWords words{ctx, reader};
                co_await ctx.sleep(1h);
              }});
    stage.faults = {crash("victim", 10ms, 1ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "");
    EXPECT_EQ(stage.count(ObservationKind::process_started), 3u) << "exit asked for by a dying turn is void";
  });
}

TEST(Crash, a_restart_builds_the_process_anew_from_its_factory) {
  // Wrong: volatile members would survive, and recovery code look right by chance.
  on_every_engine([](std::string_view engine) {
    struct Counting : Process {
      explicit Counting(Stage& s) : stage(s) {}
      Stage& stage;
      int count = 0;
      Task<> start(Context& ctx) override {
        while (true) {
          stage.log("count " + std::to_string(++count));
          co_await ctx.sleep(4ms);
        }
      }
    };
    Stage stage(engine);
    stage.options.horizon = SimTime(20ms);
    stage.system.add(
        {.name = "counting", .role = "role", .factory = [&stage] { return std::make_unique<Counting>(stage); }});
    stage.faults = {crash("counting", 6ms, 4ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "0s count 1\n4ms count 2\n10ms count 1\n14ms count 2\n18ms count 3\n");
    const auto starts = stage.all(ObservationKind::process_started);
    ASSERT_EQ(starts.size(), 2u);
    EXPECT_EQ(starts[0].what.a, 1);
    EXPECT_EQ(starts[1].what.a, 2);
  });
}

TEST(Crash, takes_the_mailbox_the_reminders_and_the_blocked_requests) {
  // Wrong: a message would be handled by a process that never received it.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId victim =
        stage.add("victim", {.start = [](Context& ctx) -> Task<> {
                               ctx.remind(15ms, number(99));
                               co_return;
                             },
                             .receive = [&stage](Context& ctx, const Envelope& e) -> Task<> {
                               stage.log("begins " + std::to_string(number_in(e)));
                               co_await ctx.sleep(30ms);
                             },
                             .mailbox = {.capacity = 1, .overflow = OverflowPolicy::block_caller}});
    for (int i = 1; i <= 3; ++i) {
      stage.add("caller-" + std::to_string(i), {.start = [&stage, victim, i](Context& ctx) -> Task<> {
                  co_await ctx.sleep(Duration(1ms) * i);
                  const auto outcome = co_await ctx.call(victim, number(i), 100ms);
                  stage.log(std::to_string(i) + (outcome ? " answered" : " failed"));
                }});
    }
    stage.faults = {crash("victim", 10ms, 1ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "2ms begins 1\n26ms begins 99\n101ms 1 failed\n102ms 2 failed\n103ms 3 failed\n");
    EXPECT_EQ(stage.count(ObservationKind::message_dropped), 1u) << "the blocked one never reached the mailbox";
  });
}

TEST(Crash, what_arrives_while_the_process_is_down_is_dropped) {
  // Wrong: the network would queue for the dead.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId victim = stage.add("victim", {.receive = [&stage](Context&, const Envelope& e) -> Task<> {
                                         stage.log("got " + std::to_string(number_in(e)));
                                         co_return;
                                       }});
    stage.add("caster", {.start = [victim](Context& ctx) -> Task<> {
                for (int i = 1; i <= 4; ++i) {
                  ctx.cast(victim, number(i));
                  co_await ctx.sleep(10ms);
                }
              }});
    stage.faults = {crash("victim", 5ms, 20ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms got 1\n31ms got 4\n");
    for (const Heard& drop : stage.all(ObservationKind::message_dropped)) {
      EXPECT_EQ(drop.what.b, static_cast<std::int64_t>(DropReason::receiver_down));
    }
    EXPECT_EQ(stage.counted(FaultKind::crash), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
  });
}

TEST(Crash, a_reply_to_a_dead_incarnation_never_reaches_the_new_one) {
  // Wrong: a restarted process would take the answer to a question it never asked.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", {.receive = [](Context& ctx, const Envelope& e) -> Task<> {
                                                    co_await ctx.sleep(number_in(e) == 1 ? 20ms : 1ms);
                                                    ctx.reply(e, number(number_in(e)));
                                                  },
                                                  .turns = TurnPolicy::reentrant});
    int life = 0;
    stage.add("victim", {.start = [&stage, server, &life](Context& ctx) -> Task<> {
                const auto outcome = co_await ctx.call(server, number(++life), 1s);
                stage.log("answer " + std::to_string(outcome ? number_in(*outcome) : -1));
                if (life == 2) (void)co_await ctx.call(server, number(1), 12ms);  // open when the old reply comes
              }});
    stage.faults = {crash("victim", 10ms, 1ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "14ms answer 2\n");
    EXPECT_EQ(stage.first(ObservationKind::reply_late).what.at, SimTime(22ms));
    EXPECT_EQ(stage.count(ObservationKind::call_timed_out), 1u);
  });
}

TEST(Crash, during_work_loses_the_work_and_what_it_held_back) {
  // Wrong: a message would leave for work that was never done.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader = stage.add("reader", {.receive = [&stage](Context&, const Envelope&) -> Task<> {
                                         stage.log("got it");
                                         co_return;
                                       }});
    stage.add("worker", {.start = [reader](Context& ctx) -> Task<> {
                ctx.cast(reader, number(1));
                co_await ctx.work(10ms);
              }});
    stage.faults = {crash("worker", 5ms)};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "");
  });
}

TEST(Crash, of_a_host_takes_all_its_processes_and_no_others) {
  // Wrong: a machine's crash would be a process's, or everybody's.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    for (const char* name : {"a", "b"}) stage.add(name, {.host = "host-1"});
    const ProcessId c = stage.add("c", {.host = "host-2"});
    stage.faults = {crash("host-1", 5ms)};
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::process_crashed), 2u);
    EXPECT_EQ(stage.count(ObservationKind::process_crashed, c), 0u);
  });
}

TEST(Crash, before_the_first_turn_restarts_as_any_other) {
  // Wrong: a crash at time zero would leave a process that never starts, or starts twice.
  on_every_engine(
      [](std::string_view engine) {
        for (const Duration restart_after : {Duration(0), Duration(5ms)}) {
          Stage stage(engine);
          stage.add("victim", {.start = [&stage](Context&) -> Task<> {
                      stage.log("starts");
                      co_return;
                    }});
          stage.faults = {crash("victim", 0ms, restart_after)};
          stage.run();
          EXPECT_EQ(stage.lines.size(), 1u);
        }
      },
      Runs::many);
}

TEST(Crash, reaches_a_process_spawned_later_by_its_role) {
  // Wrong: actors made on demand would be immortal.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("parent", {.start = [](Context& ctx) -> Task<> {
                ctx.spawn(spec_of("child-1", {.role = "child"}));
                ctx.spawn(spec_of("child-2", {.role = "child"}));
                co_return;
              }});
    stage.faults = {crash("child", 5ms, 1ms)};
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::process_crashed), 2u);
    EXPECT_EQ(stage.count(ObservationKind::process_started), 5u);
  });
}

}  // namespace
}  // namespace crisper::sim::test
