#include "properties/support/ordered_table.hpp"

#include <gtest/gtest.h>

#include <map>

#include "core/base/rng.hpp"
#include "core/message/ids.hpp"

namespace crisper::properties {
namespace {

TEST(OrderedTable, holds_what_a_map_holds) {
  // Wrong: a judge would lose an order among thousands.
  OrderedTable<MessageId, std::uint64_t> table;
  std::map<std::uint64_t, std::uint64_t> map;
  Rng rng(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t key = rng.below(5'000);
    table[MessageId{key}] += key;
    map[key] += key;
  }
  EXPECT_EQ(table.size(), map.size());
  for (const auto& [key, value] : map) ASSERT_EQ(*table.find(MessageId{key}), value);
  EXPECT_EQ(table.find(MessageId{5'001}), nullptr);
}

TEST(OrderedTable, is_walked_in_the_order_of_first_use) {
  // Wrong: two machines would name different violations first.
  OrderedTable<MessageId, int> table;
  for (const std::uint64_t key : {9u, 2u, 700u, 2u, 1u}) ++table[MessageId{key}];
  std::vector<std::uint64_t> order;
  for (const auto& [key, value] : table) order.push_back(key.value);
  EXPECT_EQ(order, (std::vector<std::uint64_t>{9, 2, 700, 1}));
}

TEST(OrderedTable, finds_nothing_before_anything_is_there) {
  // Wrong: the first look-up of a run would read outside the table.
  EXPECT_EQ((OrderedTable<MessageId, int>().find(MessageId{1})), nullptr);
}

}  // namespace
}  // namespace crisper::properties
