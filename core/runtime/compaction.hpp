// When a journal is worth rewriting.
#pragma once

#include <cstddef>

namespace crisper {

/// Whether a journal of so many records, of which so many still matter, is worth rewriting: rarely enough that the
/// rewriting costs O(1) for each record ever written.
constexpr bool is_worth_compacting(std::size_t records, std::size_t matter) {
  constexpr std::size_t compact_from = 4096;
  return records >= compact_from && records >= 4 * matter;
}

}  // namespace crisper
