// What a mailbox means: order, bounds, what overflows, and who is held back.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// Sleeps through each message, noting its number at the begin of its turn.
Script slow_reader(Stage& stage, MailboxSpec mailbox) {
  return {.receive = [&stage](Context& ctx, const Envelope& envelope) -> Task<> {
            stage.log("begins " + std::to_string(number_in(envelope)));
            co_await ctx.sleep(10ms);
            if (envelope.kind == MessageKind::request) ctx.reply(envelope, number(number_in(envelope)));
          },
          .mailbox = mailbox};
}

/// Five callers, a millisecond apart; each says how its call ended.
void add_callers(Stage& stage, ProcessId to, Duration timeout) {
  for (int i = 1; i <= 5; ++i) {
    stage.add(
        "caller-" + std::to_string(i), {.start = [&stage, to, timeout, i](Context& ctx) -> Task<> {
          co_await ctx.sleep(Duration(1ms) * i);
          const auto outcome = co_await ctx.call(to, number(i), timeout);
          const char* how = outcome ? "answered" : outcome.error() == CallError::refused ? "refused" : "timed out";
          stage.log(std::to_string(i) + " " + how);
        }});
  }
}

TEST(Mailbox, keeps_the_order_of_casts_between_two_processes) {
  // Wrong: every design would look broken before any fault.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    std::vector<std::int64_t> got;
    const ProcessId reader = stage.add("reader", {.receive = [&got](Context&, const Envelope& envelope) -> Task<> {
                                         got.push_back(number_in(envelope));
                                         co_return;
                                       }});
    stage.add("caster", caster(reader, 100));
    stage.run();
    ASSERT_EQ(got.size(), 100u);
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i], static_cast<std::int64_t>(i) + 1);
  });
}

TEST(Mailbox, a_cast_holds_nobody_back) {
  // Wrong: fire-and-forget would look safe under load, which it isn't.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader = stage.add("reader", slow_reader(stage, {}));
    stage.add("caster", caster(reader, 50));
    stage.run();
    EXPECT_EQ(deepest(stage, reader), 49);  // one is in its turn
  });
}

TEST(Mailbox, block_caller_makes_requests_wait_outside_and_keeps_their_order) {
  // Wrong: a call would not be back-pressure.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader =
        stage.add("reader", slow_reader(stage, {.capacity = 1, .overflow = OverflowPolicy::block_caller}));
    add_callers(stage, reader, 1s);
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "2ms begins 1\n12ms begins 2\n13ms 1 answered\n22ms begins 3\n23ms 2 answered\n32ms begins 4\n"
              "33ms 3 answered\n42ms begins 5\n43ms 4 answered\n53ms 5 answered\n");
    EXPECT_EQ(deepest(stage, reader), 1);
  });
}

TEST(Mailbox, block_caller_has_nobody_to_block_for_a_cast) {
  // Wrong: a bounded mailbox would grow without bound.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader =
        stage.add("reader", slow_reader(stage, {.capacity = 3, .overflow = OverflowPolicy::block_caller}));
    stage.add("caster", caster(reader, 10));
    stage.run();
    EXPECT_EQ(joined(stage.lines), "1ms begins 1\n11ms begins 2\n21ms begins 3\n31ms begins 4\n");
    EXPECT_EQ(stage.count(ObservationKind::message_dropped), 6u);
  });
}

TEST(Mailbox, a_blocked_call_times_out_while_it_waits_outside) {
  // Wrong: a full server would hold its clients for ever.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader =
        stage.add("reader", slow_reader(stage, {.capacity = 1, .overflow = OverflowPolicy::block_caller}));
    add_callers(stage, reader, 15ms);
    stage.run();
    EXPECT_EQ(stage.count(ObservationKind::call_timed_out), 4u);
    EXPECT_EQ(stage.count(ObservationKind::turn_begun, reader), 5u) << "a request can't be called back from the wire";
  });
}

TEST(Mailbox, reject_refuses_requests_at_once_and_drops_casts) {
  // Wrong: load shedding would look like a timeout.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader =
        stage.add("reader", slow_reader(stage, {.capacity = 1, .overflow = OverflowPolicy::reject}));
    add_callers(stage, reader, 1s);
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "2ms begins 1\n5ms 3 refused\n6ms 4 refused\n7ms 5 refused\n12ms begins 2\n13ms 1 answered\n"
              "23ms 2 answered\n");
    for (const Heard& drop : stage.all(ObservationKind::message_dropped)) {
      EXPECT_EQ(drop.what.b, static_cast<std::int64_t>(DropReason::mailbox_full));
    }
  });
}

TEST(Mailbox, drop_newest_drops_what_arrives) {
  // Wrong: the wrong message would be missing.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader =
        stage.add("reader", slow_reader(stage, {.capacity = 2, .overflow = OverflowPolicy::drop_newest}));
    add_callers(stage, reader, 100ms);
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "2ms begins 1\n12ms begins 2\n13ms 1 answered\n22ms begins 3\n23ms 2 answered\n33ms 3 answered\n"
              "104ms 4 timed out\n105ms 5 timed out\n");
    EXPECT_EQ(deepest(stage, reader), 2);
  });
}

TEST(Mailbox, drop_oldest_drops_what_waited_longest) {
  // Wrong: the wrong message would be missing, or its caller would hear of it.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader =
        stage.add("reader", slow_reader(stage, {.capacity = 2, .overflow = OverflowPolicy::drop_oldest}));
    add_callers(stage, reader, 100ms);
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "2ms begins 1\n12ms begins 4\n13ms 1 answered\n22ms begins 5\n23ms 4 answered\n33ms 5 answered\n"
              "102ms 2 timed out\n103ms 3 timed out\n");
    EXPECT_EQ(deepest(stage, reader), 2);
  });
}

TEST(Mailbox, reminders_are_always_taken_in_and_never_dropped) {
  // Wrong: load from outside would stop a process's own timers.
  on_every_engine(
      [](std::string_view engine) {
        for (const OverflowPolicy policy : {OverflowPolicy::block_caller, OverflowPolicy::reject,
                                            OverflowPolicy::drop_newest, OverflowPolicy::drop_oldest}) {
          Stage stage(engine);
          Script script = slow_reader(stage, {.capacity = 1, .overflow = policy});
          script.start = [](Context& ctx) -> Task<> {
            for (int i = 1; i <= 3; ++i) ctx.remind(2ms, number(100 + i));
            co_return;
          };
          const ProcessId reader = stage.add("reader", script);
          stage.add("caster", caster(reader, policy == OverflowPolicy::block_caller ? 0 : 2));
          add_callers(stage, reader, 1s);
          stage.run();
          const std::string log = joined(stage.lines);
          std::size_t place = 0;
          for (const char* reminder : {"begins 101", "begins 102", "begins 103"}) {
            place = log.find(reminder, place);
            EXPECT_NE(place, std::string::npos) << reminder << " missing or out of order in\n" << log;
          }
          if (policy != OverflowPolicy::block_caller) continue;
          // Requests that wait outside keep their order even while reminders overfill the mailbox.
          place = 0;
          for (int i = 1; i <= 5; ++i) {
            place = log.find("begins " + std::to_string(i) + "\n", place);
            EXPECT_NE(place, std::string::npos) << i << " out of order in\n" << log;
          }
        }
      },
      Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
