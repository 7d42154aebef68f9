#include "core/base/lookup_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace crisper {
namespace {

using Id = StrongId<struct LookupTableTestTag>;
using Table = LookupTable<Id, std::int64_t>;

TEST(LookupTable, knows_nothing_at_first_and_takes_no_room) {
  // Wrong: a million worlds with tables that nobody uses would pay for them.
  const Table table;
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(table.find(Id{1}), nullptr);
  EXPECT_FALSE(table.contains(Id{0}));
}

TEST(LookupTable, keeps_the_id_that_means_none_elsewhere) {
  // Wrong: what free places are marked with could not be stored, or would be found everywhere.
  Table table;
  table[Id{5}] = 50;
  EXPECT_FALSE(table.contains(Id{0}));
  table[Id{0}] = 7;
  ++table[Id{0}];
  EXPECT_EQ(table.size(), 2U);
  ASSERT_TRUE(table.contains(Id{0}));
  EXPECT_EQ(*table.find(Id{0}), 8);
  EXPECT_TRUE(table.erase(Id{0}));
  EXPECT_FALSE(table.erase(Id{0}));
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(*table.find(Id{5}), 50);
}

RC_GTEST_PROP(LookupTable, is_a_map, (const std::vector<std::pair<std::uint8_t, bool>>& steps)) {
  // Wrong: an id that stood behind one that was taken out would be lost, or one that was taken out be found again.
  Table table;
  std::map<std::uint64_t, std::int64_t> map;
  std::int64_t value = 0;
  for (const auto& [key, comes] : steps) {
    if (comes) {
      table[Id{key}] = map[key] = ++value;
    } else {
      RC_ASSERT(table.erase(Id{key}) == (map.erase(key) == 1));
    }
    RC_ASSERT(table.size() == map.size());
  }
  for (std::uint64_t key = 0; key < 256; ++key) {
    const std::int64_t* found = table.find(Id{key});
    RC_ASSERT((found != nullptr) == map.contains(key));
    if (found) RC_ASSERT(*found == map[key]);
  }
}

TEST(LookupTable, finds_all_while_many_come_and_the_oldest_go) {
  // Wrong: a window that moves over ids would fill the table with what nobody asks for any more.
  constexpr std::uint64_t window = 1000;
  Table table;
  for (std::uint64_t n = 1; n <= 50'000; ++n) {
    table[Id{n * 0x9e3779b97f4a7c15ULL}] = static_cast<std::int64_t>(n);
    if (n > window) {
      ASSERT_TRUE(table.erase(Id{(n - window) * 0x9e3779b97f4a7c15ULL}));
    }
  }
  ASSERT_EQ(table.size(), window);
  for (std::uint64_t n = 49'001; n <= 50'000; ++n) {
    const std::int64_t* found = table.find(Id{n * 0x9e3779b97f4a7c15ULL});
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(*found, static_cast<std::int64_t>(n));
  }
  table.clear();
  EXPECT_TRUE(table.empty());
  EXPECT_FALSE(table.contains(Id{50'000 * 0x9e3779b97f4a7c15ULL}));
}

}  // namespace
}  // namespace crisper
