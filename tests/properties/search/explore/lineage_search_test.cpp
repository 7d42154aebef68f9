#include "properties/search/explore/lineage/lineage_search.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace crisper::properties {
namespace {

using Trial = LineageSearch::Trial;

constexpr std::uint64_t outcome = 99;

/// The n-th message of the run, which follows from those; only its loss is to be reckoned with.
SupportingMessage message(std::uint64_t name, std::vector<std::uint32_t> before) {
  return {.name = name,
          .shape = name,
          .from = "a",
          .to = "b",
          .nth = name,
          .sent = sim_start + Duration(static_cast<std::int64_t>(name)),
          .may_be_lost = true,
          .before = std::move(before)};
}

std::vector<std::uint64_t> struck(const Trial& trial) {
  std::vector<std::uint64_t> all;
  for (const sim::Fault& each : trial.plan.faults) all.push_back(each.nth);
  return all;
}

/// A world to be searched: what a run shows in which these packets are lost.
using World = Proofs (*)(const std::set<std::uint64_t>& lost);

/// All sets that were tried, in their order.
std::vector<std::vector<std::uint64_t>> searched(World world, LineageSearch& search) {
  std::vector<std::vector<std::uint64_t>> tried;
  while (const auto trial = search.next()) {
    tried.push_back(struck(*trial));
    search.learn(*trial, world({tried.back().begin(), tried.back().end()}));
  }
  EXPECT_TRUE(search.is_over());
  return tried;
}

/// A request and its answer, without a second try.
Proofs asked_once(const std::set<std::uint64_t>& lost) {
  Proofs proofs;
  if (lost.contains(1)) return proofs;
  proofs.messages.push_back(message(1, {}));
  if (lost.contains(2)) return proofs;
  proofs.messages.push_back(message(2, {0}));
  proofs.outcomes.push_back({outcome, {1}});
  return proofs;
}

TEST(LineageSearch, takes_away_one_message_after_the_other_and_then_is_over) {
  // Wrong: something that an outcome needs is never taken away, or a hunt that has nothing left goes on.
  LineageSearch search;
  EXPECT_EQ(searched(asked_once, search), (std::vector<std::vector<std::uint64_t>>{{}, {1}, {2}}));
  EXPECT_EQ(search.outcomes(), 1u);
  EXPECT_EQ(search.extent()[0], (LineageSearch::Extent{.tried = 2}));
  EXPECT_EQ(search.extent()[1], LineageSearch::Extent{}) << "no second way, nothing for a second fault";
}

/// Message 1, and 5 where it got lost; either leads to 9 and to the outcome.
Proofs sent_again(const std::set<std::uint64_t>& lost) {
  Proofs proofs;
  const std::uint64_t first = lost.contains(1) ? 5 : 1;
  if (lost.contains(first)) return proofs;
  proofs.messages.push_back(message(first, {}));
  if (lost.contains(9)) return proofs;
  proofs.messages.push_back(message(9, {0}));
  proofs.outcomes.push_back({outcome, {1}});
  return proofs;
}

TEST(LineageSearch, takes_the_second_try_away_together_with_the_first) {
  // Wrong: what one fault can't break would count as unbreakable, or pairs would be tried that need only one of both.
  LineageSearch search;
  EXPECT_EQ(searched(sent_again, search), (std::vector<std::vector<std::uint64_t>>{{}, {1}, {9}, {1, 5}}));
}

/// Two ways beside each other: the outcome comes by whichever is not lost, seen by the first.
Proofs beside(const std::set<std::uint64_t>& lost) {
  Proofs proofs;
  for (const std::uint64_t way : {1, 2}) {
    if (lost.contains(way)) continue;
    proofs.messages.push_back(message(way, {}));
    proofs.outcomes.push_back({outcome, {0}});
    break;
  }
  return proofs;
}

TEST(LineageSearch, needs_both_of_two_ways) {
  // Wrong: redundancy would hide what takes both away.
  LineageSearch search;
  EXPECT_EQ(searched(beside, search), (std::vector<std::vector<std::uint64_t>>{{}, {1}, {1, 2}}));
}

/// Of two messages that seem to be needed, the loss of the first shows that the second isn't.
Proofs needless(const std::set<std::uint64_t>& lost) {
  Proofs proofs;
  if (lost.contains(1)) {
    proofs.messages.push_back(message(7, {}));
    proofs.outcomes.push_back({outcome, {0}});
    return proofs;
  }
  proofs.messages.push_back(message(1, {}));
  if (lost.contains(2)) return proofs;
  proofs.messages.push_back(message(2, {0}));
  proofs.outcomes.push_back({outcome, {1}});
  return proofs;
}

TEST(LineageSearch, spares_what_another_run_showed_not_to_be_needed) {
  // Wrong: the search would be as long as one that tries everything.
  LineageSearch search;
  const auto tried = searched(needless, search);
  EXPECT_EQ(tried, (std::vector<std::vector<std::uint64_t>>{{}, {1}, {1, 7}}));
  EXPECT_EQ(search.extent()[0].spared, 1u);
}

TEST(LineageSearch, crashes_whoever_sent_before_and_after_it_did) {
  // Wrong: what a crash takes away that a lost message doesn't would never be seen.
  LineageSearch search;
  Proofs proofs = asked_once({2});
  proofs.messages[0].may_be_lost = false;
  proofs.messages[0].sender_down = Duration(7);
  proofs.outcomes.push_back({outcome, {0}});
  search.learn(*search.next(), proofs);
  std::vector<sim::Fault> faults;
  while (const auto trial = search.next()) {
    ASSERT_EQ(trial->plan.faults.size(), 1u);
    faults.push_back(trial->plan.faults[0]);
    search.learn_nothing();
  }
  ASSERT_EQ(faults.size(), 2u);
  for (const sim::Fault& each : faults) {
    EXPECT_EQ(each.kind, sim::FaultKind::crash);
    EXPECT_EQ(each.to, "a");
    EXPECT_EQ(each.restart_after, Duration(7));
    EXPECT_TRUE(each.chosen);
  }
  EXPECT_EQ(faults[0].at, sim_start);
  EXPECT_EQ(faults[1].at, sim_start + Duration(2));
  EXPECT_TRUE(search.is_over());
}

TEST(Proofs, are_read_back_as_they_were_written) {
  // Wrong: a hunt that goes on would search elsewhere than one that never stopped.
  Proofs proofs = sent_again({1});
  proofs.messages[1].sender_down = Duration(3);
  proofs.messages[1].may_be_lost = false;
  const std::string text = to_text(proofs);
  EXPECT_EQ(proofs_from(text), proofs);
  EXPECT_EQ(proofs_from(to_text(Proofs{})), Proofs{});
  for (std::size_t cut = 0; cut + 1 < text.size(); ++cut) EXPECT_NE(proofs_from(text.substr(0, cut)), proofs) << cut;
  const std::string head = "proofs\t1\t1\t0\nnames\ta\tb\nshapes\t7\n";
  EXPECT_NE(proofs_from(head + "1\t0\t0\t1\t1\t1\t1\t-1\n"), std::nullopt);
  EXPECT_EQ(proofs_from(head + "1\t0\t0\t1\t1\t1\t1\t-1\t0\n"), std::nullopt) << "it follows from itself";
  EXPECT_EQ(proofs_from(head + "1\t0\t0\t2\t1\t1\t1\t-1\n"), std::nullopt) << "nobody's name";
  EXPECT_EQ(proofs_from("proofs\t2\t0\t0\nnames\t\nshapes\t\n"), std::nullopt);
  EXPECT_EQ(proofs_from("proofs\t1\t99999999999\t0\nnames\t\nshapes\t\n"), std::nullopt);
}

}  // namespace
}  // namespace crisper::properties
