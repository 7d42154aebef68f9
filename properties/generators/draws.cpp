#include "properties/generators/draws.hpp"

#include <rapidcheck.h>

namespace crisper::properties::gen {

std::int64_t number(std::int64_t low, std::int64_t high) {
  return *rc::gen::shrink(rc::gen::inRange<std::int64_t>(low, high + 1),
                          [low](std::int64_t value) { return rc::shrink::towards<std::int64_t>(value, low); });
}

std::uint32_t count(std::int64_t low, std::int64_t high) { return static_cast<std::uint32_t>(number(low, high)); }
Duration drawn_ms(std::int64_t low, std::int64_t high) { return std::chrono::milliseconds(number(low, high)); }
Duration drawn_us(std::int64_t low, std::int64_t high) { return std::chrono::microseconds(number(low, high)); }
bool one_in(std::int64_t many) { return number(0, many - 1) == many - 1; }

}  // namespace crisper::properties::gen
