// SQLite knows signed numbers of 64 bits only: ids and counts stand there as the signed number of the same bits.
#pragma once

#include <cstdint>

namespace crisper {

/// The number that a column of SQLiteCpp holds as the bits of a signed one.
template <class Column>
std::uint64_t word(const Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}

}  // namespace crisper
