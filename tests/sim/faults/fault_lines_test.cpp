#include "sim/faults/fault_lines.hpp"

#include <gtest/gtest.h>

#include "core/base/rng.hpp"

namespace crisper::sim {
namespace {

/// Any fault at all, names with what must be escaped among them.
Fault any_fault(Rng& rng) {
  const auto name = [&] {
    std::string text;
    for (std::uint64_t left = rng.below(12); left > 0; --left) text += "ab\t\n\\tne-*"[rng.below(10)];
    return text;
  };
  const auto number = [&] { return static_cast<std::int64_t>(rng.next() >> rng.below(64)); };
  Fault fault{.kind = static_cast<FaultKind>(rng.below(fault_kinds.size())),
              .from = name(),
              .to = name(),
              .nth = static_cast<std::uint64_t>(rng.below(2) * (static_cast<std::uint64_t>(number()) >> 1)),
              .one_way = rng.below(2) == 0,
              .at = SimTime(Duration(number())),
              .amount = Duration(number())};
  if (rng.below(2) == 0) fault.lasting = Duration(number());
  if (rng.below(2) == 0) fault.restart_after = Duration(number());
  if (rng.below(2) == 0) fault.drift_ppm = number();
  if (rng.below(2) == 0) fault.percent = static_cast<std::uint32_t>(rng.below(1000));
  if (rng.below(2) == 0) fault.draw = rng.next();
  fault.chosen = rng.below(2) == 0;
  fault.newcomers = rng.below(2) == 0;
  return fault;
}

TEST(FaultLines, bring_every_plan_back_as_it_was) {
  // Wrong: a hunt would build on another plan than the one that it kept.
  Rng rng(1);
  for (std::size_t faults = 0; faults < 200; ++faults) {
    FaultPlan plan;
    for (std::size_t i = 0; i < faults; ++i) plan.faults.push_back(any_fault(rng));
    EXPECT_EQ(from_lines(to_lines(plan)), plan);
  }
}

TEST(FaultLines, refuse_what_is_none) {
  // Wrong: a damaged plan would be taken for another one.
  const std::string good = to_lines({.faults = {{.kind = FaultKind::crash, .to = "a"}}});
  ASSERT_TRUE(from_lines(good));
  for (const std::string& bad :
       {std::string(), std::string("crisper_plan: 1\nfaults: []\n"), good.substr(0, good.size() - 1), good + "99\n",
        good + "x\n", good + "0\ta\\x\n", good + "0\ta\tb\t-1\n", good + "0\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n"}) {
    EXPECT_FALSE(from_lines(bad)) << bad;
  }
}

}  // namespace
}  // namespace crisper::sim
