// What is wrong with a service of the world outside strikes the requests that it has meanwhile.
#include <gtest/gtest.h>

#include "core/runtime/outside.hpp"
#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

struct Asked {
  std::vector<std::string> answers;  ///< 1: yes, 0: no
  FaultCount count;
};

/// Somebody asks a bank at once, and again a tenth of a second later.
Asked asked_with(std::string_view engine, const FaultSpec& fault) {
  Stage stage(engine);
  const ProcessId bank =
      stage.add("bank", {.receive = [](Context& ctx, const Envelope& envelope) -> Task<> {
                  const bool refused = ctx.meets(OutsideFault::reject).has_value();
                  co_await answer_from_outside(ctx, envelope, number(refused ? 0 : 1));
                }});
  stage.add("asker", {.start = [&stage, bank](Context& ctx) -> Task<> {
              for (int i = 0; i < 2; ++i) {
                const Result<Payload, CallError> answer = co_await ctx.call(bank, number(7), 50ms);
                stage.log(answer ? std::to_string(number_in(*answer)) : "nothing");
                co_await ctx.sleep(100ms);
              }
            }});
  stage.faults = {fault};
  stage.run();
  return {.answers = stage.lines, .count = stage.counted(fault.kind)};
}

FaultSpec of_bank(FaultKind kind, Duration amount = {}) {
  return {.kind = kind, .to = "bank", .lasting = Duration(60ms), .amount_min = amount, .amount_max = amount};
}

using Lines = std::vector<std::string>;
constexpr FaultCount struck{.planned = 1, .armed = 1, .fired = 1, .seen = 1};

TEST(OutsideFaults, reject_what_is_asked_while_they_last) {
  // Wrong: a service that refuses could only be drawn by chance, and not for a while.
  on_every_engine([](std::string_view engine) {
    const Asked asked = asked_with(engine, of_bank(FaultKind::reject));
    EXPECT_EQ(asked.answers, (Lines{"2ms 0", "104ms 1"}));
    EXPECT_EQ(asked.count, struck);
  });
}

TEST(OutsideFaults, keep_what_was_done_from_being_said) {
  // Wrong: an effect whose answer is lost would need a network that loses it.
  on_every_engine([](std::string_view engine) {
    const Asked asked = asked_with(engine, of_bank(FaultKind::timeout_after_effect));
    EXPECT_EQ(asked.answers, (Lines{"50ms nothing", "152ms 1"}));
    EXPECT_EQ(asked.count, struck);
  });
}

TEST(OutsideFaults, have_answers_come_later) {
  // Wrong: a late answer would be one that is in time, or none.
  on_every_engine([](std::string_view engine) {
    const Asked in_time = asked_with(engine, of_bank(FaultKind::late_reply, 20ms));
    EXPECT_EQ(in_time.answers, (Lines{"22ms 1", "124ms 1"}));
    EXPECT_EQ(in_time.count, struck);
  });
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(asked_with(engine, of_bank(FaultKind::late_reply, 80ms)).answers.front(), "50ms nothing");
  });
}

TEST(OutsideFaults, strike_nobody_who_asks_for_no_such_thing) {
  // Wrong: a fault of somebody who is no service would be counted as one that had struck.
  on_every_engine([](std::string_view engine) {
    FaultSpec fault = of_bank(FaultKind::reject);
    fault.to = "asker";
    const Asked asked = asked_with(engine, fault);
    EXPECT_EQ(asked.answers, (Lines{"2ms 1", "104ms 1"}));
    EXPECT_EQ(asked.count, (FaultCount{.planned = 1, .armed = 1, .fired = 0, .seen = 0}));
  });
}

}  // namespace
}  // namespace crisper::sim::test
