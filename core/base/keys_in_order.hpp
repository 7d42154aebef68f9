// keys_in_order: the one way through a hash table that is the same on every machine.
#pragma once

#include <algorithm>
#include <vector>

namespace crisper {

/// Costs O(n log n).
template <class Table>
std::vector<typename Table::key_type> keys_in_order(const Table& table) {
  std::vector<typename Table::key_type> keys;
  keys.reserve(table.size());
  for (const auto& [key, value] : table) keys.push_back(key);
  std::ranges::sort(keys);
  return keys;
}

}  // namespace crisper
