// NumberRange: whole numbers, both ends included.
#pragma once

#include <cstdint>

namespace crisper::sim {

struct NumberRange {
  std::int64_t low = 1;
  std::int64_t high = 1;
  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

}  // namespace crisper::sim
