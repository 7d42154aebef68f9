// SQLite knows signed numbers of 64 bits only: ids and counts stand there as the signed number of the same bits.
#pragma once

#include <SQLiteCpp/Column.h>

#include <cstdint>

namespace crisper {

/// The number that a column holds as the bits of a signed one.
inline std::uint64_t word(const SQLite::Column& column) { return static_cast<std::uint64_t>(column.getInt64()); }

}  // namespace crisper
