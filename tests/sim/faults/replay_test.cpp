// A run writes a plan; the plan repeats the run to the bit; edits change only what they name.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/faults/traffic.hpp"
#include "tests/sim/world/every_engine.hpp"

namespace crisper::sim::test {
namespace {

std::vector<FaultSpec> everything() {
  std::vector<FaultSpec> specs = {message_fault(FaultKind::loss, 50),
                                  message_fault(FaultKind::duplicate, 100, 0ms, 5ms),
                                  message_fault(FaultKind::reorder, 100, 1ms, 5ms),
                                  message_fault(FaultKind::delay, 100, 1ms, 5ms),
                                  message_fault(FaultKind::corrupt, 50)};
  specs.push_back({.kind = FaultKind::partition,
                   .to = "reader",
                   .every = Duration(100ms),
                   .lasting = Duration(10ms)});
  specs.push_back({.kind = FaultKind::pause, .to = "*", .every = Duration(80ms), .lasting = Duration(7ms)});
  specs.push_back({.kind = FaultKind::crash,
                   .to = "reader",
                   .every = Duration(150ms),
                   .restart_after = Duration(3ms)});
  return specs;
}

using Strikes = std::vector<std::pair<std::uint64_t, Duration>>;

Strikes strikes(const FaultPlan& plan, FaultKind kind) {
  Strikes found;
  for (const Fault& fault : plan.faults) {
    if (fault.kind == kind) found.emplace_back(is_message_fault(kind) ? fault.nth : to_ns(fault.at), fault.amount);
  }
  std::ranges::sort(found);
  return found;
}

TEST(Replay, the_plan_that_a_run_wrote_repeats_it_to_the_bit) {
  // Wrong: a failure found once could not be shown again.
  on_every_engine([](std::string_view engine) {
    for (const TransportKind kind : {TransportKind::datagram, TransportKind::session}) {
      for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const TransportSpec transport{.kind = kind, .retransmit_after = 10ms};
        const Traffic drawn = run_traffic(engine, everything(), seed, transport);
        const Traffic replayed = replay_traffic(engine, drawn.plan, seed, transport);
        ASSERT_EQ(replayed.digest, drawn.digest) << "seed " << seed;
        ASSERT_EQ(replayed.plan, drawn.plan);
        ASSERT_EQ(replayed.counts, drawn.counts);
      }
    }
  }, Runs::many);
}

TEST(Replay, removing_one_spec_leaves_every_other_strike_as_it_was) {
  // Wrong: nobody could tell which of two faults broke the design.
  on_every_engine([](std::string_view engine) {
    const std::vector<FaultSpec> all = everything();
    const FaultPlan whole = run_traffic(engine, all).plan;
    for (std::size_t removed = 0; removed < all.size(); ++removed) {
      std::vector<FaultSpec> rest = all;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(removed));
      const FaultPlan plan = run_traffic(engine, rest).plan;
      for (const FaultSpec& spec : rest) {
        EXPECT_EQ(strikes(plan, spec.kind), strikes(whole, spec.kind))
            << name_of(spec.kind) << " without " << name_of(all[removed].kind);
      }
    }
  }, Runs::many);
}

TEST(Replay, raising_a_rate_keeps_the_strikes_of_the_lower_one) {
  // Wrong: a sweep over rates would compare unrelated runs.
  on_every_engine([](std::string_view engine) {
    const Strikes few = strikes(run_traffic(engine, {message_fault(FaultKind::loss, 50)}).plan, FaultKind::loss);
    const Strikes many = strikes(run_traffic(engine, {message_fault(FaultKind::loss, 200)}).plan, FaultKind::loss);
    EXPECT_LT(few.size(), many.size());
    EXPECT_TRUE(std::ranges::includes(many, few));
  }, Runs::many);
}

TEST(Replay, two_specs_of_one_kind_strike_independently) {
  // Wrong: the second 10 % of losses would hit the messages that the first had lost already.
  on_every_engine([](std::string_view engine) {
    const FaultSpec spec = message_fault(FaultKind::loss, 100);
    const Traffic twice = run_traffic(engine, {spec, spec});
    EXPECT_GT(twice.counted(FaultKind::loss).fired, run_traffic(engine, {spec}).counted(FaultKind::loss).fired * 3 / 2);
  }, Runs::many);
}

TEST(Replay, taking_a_fault_out_of_the_plan_takes_only_that_fault_out_of_the_run) {
  // Wrong: the shrinker would chase a run that changes under its hands.
  on_every_engine([](std::string_view engine) {
    FaultPlan plan = run_traffic(engine, {message_fault(FaultKind::loss, 50)}).plan;
    ASSERT_GT(plan.faults.size(), 3u);
    const Fault removed = plan.faults[2];
    plan.faults.erase(plan.faults.begin() + 2);
    const Traffic edited = replay_traffic(engine, plan);
    std::vector<std::int64_t> expected = ascending(traffic_count);
    for (const Fault& fault : plan.faults) std::erase(expected, static_cast<std::int64_t>(fault.nth));
    EXPECT_EQ(edited.numbers(), expected);
    EXPECT_TRUE(std::ranges::count(expected, static_cast<std::int64_t>(removed.nth)));
  }, Runs::many);
}

TEST(Replay, the_order_of_an_edited_plan_does_not_matter_to_what_happens) {
  // Wrong: sorting a plan in an editor would change the run.
  on_every_engine([](std::string_view engine) {
    const Traffic drawn = run_traffic(engine, everything());
    FaultPlan plan = drawn.plan;
    std::ranges::reverse(plan.faults);
    const Traffic reversed = replay_traffic(engine, plan);
    EXPECT_EQ(reversed.numbers(), drawn.numbers());
  }, Runs::many);
}

TEST(Replay, a_fault_beyond_the_traffic_is_planned_and_never_armed) {
  // Wrong: a plan that no longer fits its scenario would look as if it had been tested.
  on_every_engine([](std::string_view engine) {
    FaultPlan plan;
    plan.faults = {{.kind = FaultKind::loss, .from = "caster", .to = "reader", .nth = 1'000'000}};
    EXPECT_EQ(replay_traffic(engine, plan).counted(FaultKind::loss), (FaultCount{.planned = 1}));
  });
}

TEST(Replay, required_faults_that_never_fired_are_named) {
  // Wrong: a run without its faults would pass.
  on_every_engine([](std::string_view engine) {
    FaultSpec missing = message_fault(FaultKind::loss, 1000);
    missing.to = "nobody";
    missing.required = true;
    FaultSpec other = message_fault(FaultKind::loss, 500);  // of the same kind, elsewhere: doesn't stand in for it
    EXPECT_EQ(run_traffic(engine, {missing, other}).unfired, std::vector{FaultKind::loss});
    other.required = true;
    EXPECT_TRUE(run_traffic(engine, {other}).unfired.empty());
  }, Runs::many);
}

}  // namespace
}  // namespace crisper::sim::test
