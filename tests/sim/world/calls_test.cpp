// What a call means: reply, refusal, timeout, and replies that come too late.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

std::string told(const Result<Payload, CallError>& outcome) {
  if (outcome) return std::to_string(number_in(*outcome));
  return outcome.error() == CallError::timed_out ? "timed out" : "refused";
}

/// Answers with the number plus 100 after a while.
Script answering(Duration after) {
  return {.receive = [after](Context& ctx, const Envelope& envelope) -> Task<> {
    co_await ctx.sleep(after);
    ctx.reply(envelope, number(number_in(envelope) + 100));
  }};
}

Script calling(Stage& stage, ProcessId to, Duration timeout) {
  return {.start = [&stage, to, timeout](Context& ctx) -> Task<> {
    const auto outcome = co_await ctx.call(to, number(1), timeout);
    stage.log(told(outcome));
    co_await ctx.sleep(1s);
  }};
}

TEST(Calls, a_call_ends_with_its_reply) {
  // Wrong: a request would travel in no time, or its answer be another's.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", answering(3ms));
    stage.add("client", calling(stage, server, 1s));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "5ms 101\n");
  });
}

TEST(Calls, a_call_times_out_at_its_exact_time) {
  // Wrong: a design's timeouts would be rounded, and races with them hidden.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", answering(1h));
    stage.add("client", calling(stage, server, 123456789ns));
    stage.run();
    EXPECT_EQ(to_ns(stage.first(ObservationKind::call_timed_out).what.at), 123456789);
    EXPECT_EQ(stage.first(ObservationKind::call_timed_out).what.a, 123456789);
    EXPECT_EQ(joined(stage.lines), "123.457ms timed out\n");
  });
}

TEST(Calls, timeouts_of_different_lengths_do_not_hold_each_other_up) {
  // Wrong: a short timeout behind a long one would wait for the long one.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", answering(1h));
    for (int i = 100; i > 0; --i) stage.add("client-" + std::to_string(i), calling(stage, server, Duration(1ms) * i));
    stage.run();
    const auto timeouts = stage.all(ObservationKind::call_timed_out);
    ASSERT_EQ(timeouts.size(), 100u);
    for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(timeouts[i].what.at, SimTime(Duration(1ms) * (i + 1)));
  });
}

TEST(Calls, a_late_reply_is_delivered_to_nobody_and_observed) {
  // Wrong: the reply of an old call would answer a new one.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", answering(10ms));
    stage.add("client", {.start = [&stage, server](Context& ctx) -> Task<> {
                stage.log(told(co_await ctx.call(server, number(1), 5ms)));
                stage.log(told(co_await ctx.call(server, number(2), 50ms)));
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "5ms timed out\n22ms 102\n");
    EXPECT_EQ(stage.count(ObservationKind::reply_late), 1u);
    EXPECT_EQ(stage.first(ObservationKind::reply_late).what.at, SimTime(12ms));
  });
}

TEST(Calls, a_reply_at_the_very_deadline_is_late) {
  // Wrong: who wins a tie would depend on which of the two the engine was asked for first.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", {.receive = [](Context& ctx, const Envelope& envelope) -> Task<> {
                                         ctx.reply(envelope, number(7));
                                         co_return;
                                       }});
    stage.add("client", {.start = [&stage, server](Context& ctx) -> Task<> {
                (void)co_await ctx.call(server, number(1), 3ms);  // its deadline keeps the lane's timer behind the next
                stage.log(told(co_await ctx.call(server, number(1), 2ms)));
                stage.log(told(co_await ctx.call(server, number(1), 3ms)));
              }});
    stage.run();
    EXPECT_EQ(joined(stage.lines), "4ms timed out\n6ms 7\n");
    EXPECT_EQ(stage.count(ObservationKind::reply_late), 1u);
  });
}

TEST(Calls, a_process_can_call_itself_if_it_is_reentrant) {
  // Wrong: the reply would begin a turn of its own and the caller wait for ever.
  on_every_engine([](std::string_view engine) {
    for (const TurnPolicy turns : {TurnPolicy::reentrant, TurnPolicy::sequential}) {
      Stage stage(engine);
      const ProcessId self = stage.declare("self");
      Script script = answering(4ms);
      script.turns = turns;
      script.start = [&stage](Context& ctx) -> Task<> {
        stage.log(told(co_await ctx.call(ctx.self(), number(1), 10ms)));
      };
      stage.define(self, script);
      stage.run();
      const bool reentrant = turns == TurnPolicy::reentrant;
      EXPECT_EQ(joined(stage.lines), reentrant ? "4ms 101\n" : "10ms timed out\n");
      EXPECT_EQ(stage.count(ObservationKind::turn_begun), 1u);
      EXPECT_EQ(stage.count(ObservationKind::reply_late), reentrant ? 0u : 1u);
    }
  }, Runs::many);
}

TEST(Calls, a_timeout_without_end_is_no_accident_of_arithmetic) {
  // Wrong: the sum of now and the longest duration would lie in the past.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", answering(3ms));
    stage.add("client", {.start = [&stage, server](Context& ctx) -> Task<> {
                co_await ctx.sleep(1ms);
                stage.log(told(co_await ctx.call(server, number(1), Duration::max())));
                co_await ctx.sleep(Duration::max());
                stage.log("never");
              }});
    EXPECT_EQ(stage.run(), RunEnding::horizon);
    EXPECT_EQ(joined(stage.lines), "6ms 101\n");
  });
}

TEST(Calls, ids_tell_conversation_and_cause) {
  // Wrong: nobody could follow a command from its client to its events.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId last = stage.add("last", {});
    const ProcessId server = stage.add("server", {.receive = [last](Context& ctx, const Envelope& envelope) -> Task<> {
                                         ctx.cast(last, number(2));
                                         ctx.reply(envelope, number(3));
                                         co_return;
                                       }});
    const ProcessId client = stage.add("client", calling(stage, server, 1s));
    stage.run();
    const Observation request = stage.first(ObservationKind::message_sent, client).what;
    const auto sent = stage.all(ObservationKind::message_sent, server);
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(request.causation.value, 0u);
    for (const Heard& each : sent) {
      EXPECT_EQ(each.what.correlation, request.correlation);
      EXPECT_EQ(each.what.causation.value, request.message.value);
    }
    EXPECT_NE(sent[0].what.message, sent[1].what.message);
  });
}

}  // namespace
}  // namespace crisper::sim::test
