#include "sim/world/wait_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace crisper::sim {
namespace {

/// The table keeps addresses and never looks behind them.
Wait& some_wait() {
  alignas(std::max_align_t) static char room[1];
  return reinterpret_cast<Wait&>(room);
}

TEST(WaitTable, a_ticket_finds_its_wait_until_it_is_removed_and_never_again) {
  // Wrong: a late reply would resume somebody else.
  WaitTable table;
  int owner = 0;
  const std::uint64_t ticket = table.add(some_wait(), &owner);
  EXPECT_NE(ticket, 0u);
  ASSERT_NE(table.find(ticket), nullptr);
  EXPECT_EQ(table.find(ticket)->owner, &owner);
  table.find(ticket)->settled = true;
  table.remove(ticket);
  EXPECT_EQ(table.find(ticket), nullptr);
  const std::uint64_t next = table.add(some_wait(), &owner);
  EXPECT_NE(next, ticket);
  EXPECT_EQ(table.find(ticket), nullptr);
  EXPECT_FALSE(table.find(next)->settled);
  EXPECT_EQ(table.find(0), nullptr);
  EXPECT_EQ(table.find(UINT64_MAX), nullptr);
}

TEST(WaitTable, places_are_used_again_and_tickets_are_not) {
  // Wrong: memory would grow with the length of the run, or two waits share a number.
  WaitTable table;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t a = table.add(some_wait(), nullptr);
    const std::uint64_t b = table.add(some_wait(), nullptr);
    EXPECT_TRUE(seen.insert(a).second && seen.insert(b).second);
    EXPECT_EQ(table.size(), 2u);
    table.remove(a);
    table.remove(b);
  }
  EXPECT_EQ(table.size(), 0u);
}

}  // namespace
}  // namespace crisper::sim
