#include "sim/faults/fault_plan.hpp"

#include <gtest/gtest.h>

#include "sim/faults/fault_injector.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

TEST(Pattern, a_star_stands_for_any_run_of_characters) {
  // Wrong: a fault meant for `handler-*` would strike somebody else.
  for (const auto& [pattern, text] : std::vector<std::pair<const char*, const char*>>{
           {"", "anything"}, {"*", ""}, {"*", "x"}, {"a*", "a"}, {"a*", "abc"}, {"*c", "abc"}, {"a*c", "ac"},
           {"a*b*c", "aXbXbc"}, {"handler-*", "handler-12"}, {"**", "x"}, {"a*a", "aa"}, {"*ab", "aab"}}) {
    EXPECT_TRUE(matches_pattern(pattern, text)) << pattern << " " << text;
  }
  for (const auto& [pattern, text] : std::vector<std::pair<const char*, const char*>>{
           {"a", ""}, {"a", "ab"}, {"a*", "ba"}, {"*c", "cb"}, {"a*a", "a"}, {"a*b", "abc"}, {"A", "a"}}) {
    EXPECT_FALSE(matches_pattern(pattern, text)) << pattern << " " << text;
  }
}

TEST(FaultKinds, are_known_by_their_names) {
  // Wrong: a plan would not come back.
  for (std::size_t i = 0; i < fault_kinds.size(); ++i) {
    EXPECT_EQ(value_named<FaultKind>(fault_kinds[i].name), static_cast<FaultKind>(i));
  }
  EXPECT_EQ(value_named<FaultKind>("flood"), std::nullopt);
}

FaultPlan scheduled(FaultSpec spec) {
  const std::vector<FaultTarget> targets = {{"a-1", "a", "host-1"}, {"a-2", "a", "host-2"}, {"b", "b", "host-2"}};
  return FaultInjector({std::move(spec)}, 1, SimTime(100s), targets).plan();
}

TEST(Schedule, strikes_each_process_that_matches_on_its_own_and_a_host_once) {
  // Wrong: a crash of one machine would be many crashes, or one role's a single one.
  const auto names = [](const FaultPlan& plan) {
    std::string text;
    for (const Fault& fault : plan.faults) text += fault.to + " ";
    return text;
  };
  EXPECT_EQ(names(scheduled({.kind = FaultKind::crash, .to = "a"})), "a-1 a-2 ");
  EXPECT_EQ(names(scheduled({.kind = FaultKind::crash, .to = "host-2"})), "host-2 ");
  EXPECT_EQ(names(scheduled({.kind = FaultKind::crash, .to = "*-2"})), "a-2 host-2 ");
  EXPECT_EQ(names(scheduled({.kind = FaultKind::crash, .to = "spawned-*"})), "spawned-* ");
  EXPECT_EQ(names(scheduled({.kind = FaultKind::partition, .to = "a"})), "a ");
}

TEST(Schedule, of_a_pattern_is_for_those_who_come_later_too_and_of_a_name_for_nobody_else) {
  // Wrong: a pattern would mean those who happen to be there; or a crash of one process would be that of its like.
  const std::vector<FaultTarget> there = {{"a-registry", "registry", "host-1"}, {"b", "b", "host-2"}};
  const auto newcomers = [&](FaultKind kind, const char* to) {
    std::string text;
    for (const Fault& fault :
         FaultInjector({{.kind = kind, .to = to}}, 1, SimTime(1s), there, {{"a-*", "a"}}).plan().faults) {
      text += fault.to + (fault.newcomers ? "+ " : " ");
    }
    return text;
  };
  EXPECT_EQ(newcomers(FaultKind::crash, "a-*"), "a-registry a-*+ ");
  EXPECT_EQ(newcomers(FaultKind::slow, "*"), "a-registry b *+ ");
  EXPECT_EQ(newcomers(FaultKind::crash, "a"), "a ") << "nobody has the role yet: it is looked up when it strikes";
  EXPECT_EQ(newcomers(FaultKind::crash, "a-registry"), "a-registry ");
  EXPECT_EQ(newcomers(FaultKind::crash, "b*"), "b ");
  EXPECT_EQ(newcomers(FaultKind::crash, "host-1"), "host-1 ");
  EXPECT_EQ(newcomers(FaultKind::partition, "a-*"), "a-* ");
}

TEST(Schedule, a_poisson_schedule_has_its_mean_gap_and_no_overlap) {
  // Wrong: one crash a second would be ten, or a process crash while it is down.
  const FaultPlan plan = scheduled({.kind = FaultKind::crash,
                                    .to = "b",
                                    .at = SimTime(10s),
                                    .every = Duration(100ms),
                                    .restart_after = Duration(100ms)});
  EXPECT_NEAR(static_cast<double>(plan.faults.size()), 450, 60);
  SimTime free = SimTime(10s);
  for (const Fault& fault : plan.faults) {
    EXPECT_GT(fault.at, free);
    EXPECT_LT(fault.at, SimTime(100s));
    free = fault.at + 100ms;
  }
}

TEST(FaultInjector, the_fate_of_a_message_depends_on_its_place_alone) {
  // Wrong: asking for one fate would change another.
  const FaultSpec spec{.kind = FaultKind::loss, .rate = {300'000'000}};
  FaultInjector forward({spec}, 1, SimTime(1s), {}), backward({spec}, 1, SimTime(1s), {});
  const FaultTarget a{"a", "a", "h"}, b{"b", "b", "h"};
  const FaultLink f = forward.add_link(a, b);
  (void)backward.add_link(b, a);
  const FaultLink g = backward.add_link(a, b);
  std::vector<bool> struck;
  for (std::uint64_t n = 1; n <= 100; ++n) struck.push_back(forward.fate(f, n, sim_start).loss >= 0);
  for (std::uint64_t n = 100; n >= 1; --n) EXPECT_EQ(backward.fate(g, n, sim_start).loss >= 0, struck[n - 1]);
}

TEST(Schedule, ends_what_recurs_when_it_says_so) {
  // Wrong: a fault could only be had once or for ever; or ending it would move the ones before.
  const FaultSpec for_ever{.kind = FaultKind::crash,
                           .to = "a",
                           .at = SimTime(10s),
                           .every = Duration(1s),
                           .restart_after = Duration(100ms)};
  const std::vector<Fault> all = scheduled(for_ever).faults;
  FaultSpec until = for_ever, thrice = for_ever;
  until.until = SimTime(20s);
  thrice.times = 3;
  std::vector<Fault> early, first;
  for (const char* name : {"a-1", "a-2"}) {
    std::uint32_t seen = 0;
    for (const Fault& fault : all) {
      if (fault.to != name) continue;
      if (fault.at < SimTime(20s)) early.push_back(fault);
      if (seen++ < 3) first.push_back(fault);
    }
  }
  EXPECT_EQ(scheduled(until).faults, early);
  EXPECT_EQ(scheduled(thrice).faults, first);
  EXPECT_GT(early.size(), 6u);
  EXPECT_EQ(first.size(), 6u) << "each process on its own";
}

TEST(FaultCounts, take_each_fault_once_whatever_it_did) {
  // Wrong: one partition that stops a thousand messages would be a thousand faults, and one damaged message would be
  // seen by the checksum and by the caller that waited for it.
  FaultInjector faults({{.kind = FaultKind::partition, .to = "b"}}, 1, SimTime(1s), {{"b", "b", "host"}});
  EXPECT_EQ(faults.count(FaultKind::partition), (FaultCount{.planned = 1}));
  faults.note_armed(0);
  for (int message = 0; message < 3; ++message) faults.note_fired(0);
  faults.note_seen(0);
  faults.note_seen(0);
  EXPECT_EQ(faults.count(FaultKind::partition), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
  EXPECT_TRUE(faults.count(FaultKind::partition).is_in_order());
  EXPECT_FALSE((FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 2}.is_in_order()));
}

TEST(FaultCountsDeathTest, let_none_be_seen_that_never_struck) {
  // Wrong: the counts would be right in their sum and wrong in every fault.
  FaultInjector faults({{.kind = FaultKind::crash, .to = "b"}}, 1, SimTime(1s), {{"b", "b", "host"}});
  faults.note_armed(0);
  EXPECT_DEATH(faults.note_seen(0), "in this order");
}

}  // namespace
}  // namespace crisper::sim
