// RowKey: what a view calls one of its rows.
#pragma once

#include <compare>
#include <cstdint>

#include "core/message/fields.hpp"

namespace crisper {

/// A row of a view: which part (a fridge, an area …) and which item in it.
struct RowKey {
  std::uint64_t part = 0;
  std::uint64_t item = 0;
  friend bool operator==(const RowKey&, const RowKey&) = default;
  friend auto operator<=>(const RowKey&, const RowKey&) = default;
  CRISPER_FIELDS(part, item)
};

}  // namespace crisper
