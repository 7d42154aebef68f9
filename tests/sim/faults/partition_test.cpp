// What a partition cuts.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

FaultSpec partition(std::string from, std::string to, Duration at, Duration lasting, bool one_way = false) {
  return {.kind = FaultKind::partition,
          .from = std::move(from),
          .to = std::move(to),
          .one_way = one_way,
          .at = SimTime(at),
          .lasting = lasting};
}

/// a and b cast to each other every 10 ms from 0 on; what each got.
std::string exchange(std::string_view engine, FaultSpec fault) {
  Stage stage(engine);
  const ProcessId a = stage.declare("a");
  const ProcessId b = stage.declare("b");
  const auto talker = [&stage](const char* name, ProcessId peer) {
    return Script{.start = [peer](Context& ctx) -> Task<> {
                    for (int i = 1; i <= 5; ++i) {
                      ctx.cast(peer, number(i));
                      co_await ctx.sleep(10ms);
                    }
                  },
                  .receive = [&stage, name](Context&, const Envelope& e) -> Task<> {
                    stage.lines.push_back(name + std::to_string(number_in(e)));
                    co_return;
                  },
                  .turns = TurnPolicy::reentrant};
  };
  stage.define(a, talker("a", b));
  stage.define(b, talker("b", a));
  stage.faults = {fault};
  stage.run();
  std::string text;
  for (const std::string& line : stage.lines) text += line + " ";
  return text;
}

TEST(Partition, cuts_both_ways_while_it_lasts) {
  // Wrong: a split brain would have a nerve left.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(exchange(engine, partition("a", "b", 5ms, 20ms)), "b1 a1 b4 a4 b5 a5 ");
    EXPECT_EQ(exchange(engine, partition("b", "a", 5ms, 20ms)), "b1 a1 b4 a4 b5 a5 ");
    EXPECT_EQ(exchange(engine, partition("host-1", "host-2", 5ms, 20ms)), "b1 a1 b4 a4 b5 a5 ");
  }, Runs::many);
}

TEST(Partition, one_way_cuts_one_way) {
  // Wrong: the half-open connection could not be tried.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(exchange(engine, partition("a", "b", 5ms, 20ms, true)), "b1 a1 a2 a3 b4 a4 b5 a5 ");
  });
}

TEST(Partition, cuts_what_is_under_way_when_it_begins_and_what_leaves_before_it_ends) {
  // Wrong: a message would pass the cut on the wire.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(exchange(engine, partition("a", "b", 10500us, 1ms)), "b1 a1 b3 a3 b4 a4 b5 a5 ");
    EXPECT_EQ(exchange(engine, partition("a", "b", 9500us, 1ms)), "b1 a1 b3 a3 b4 a4 b5 a5 ");
    EXPECT_EQ(exchange(engine, partition("a", "b", 2ms, 3ms)), "b1 a1 b2 a2 b3 a3 b4 a4 b5 a5 ");
  }, Runs::many);
}

TEST(Partition, with_one_side_named_cuts_it_off_from_everybody_else_only) {
  // Wrong: a machine that is cut off would fall to pieces.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(exchange(engine, partition("", "host-1", 5ms, 20ms)), "b1 a1 b4 a4 b5 a5 ");
    EXPECT_EQ(exchange(engine, partition("", "*", 5ms, 20ms)), "b1 a1 b2 a2 b3 a3 b4 a4 b5 a5 ");
  }, Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
