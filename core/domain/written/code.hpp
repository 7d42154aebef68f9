// Code: an expression, compiled to steps of a stack machine over slots. Total: it ends, and has a value whatever the
// state. There are no loops but over the entries of one table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/domain/written/entity_state.hpp"

namespace crisper::written {

enum class Op : std::uint8_t {
  constant,  ///< push `value`
  local,     ///< push local number `slot`
  single,    ///< push a single part of the state
  get,       ///< key -> the table's value, or zero
  has,       ///< key -> whether the table has it
  size,      ///< push how many entries the table has
  total,     ///< push the sum of its values
  first,     ///< push its lowest key, or zero
  negate,
  invert,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  less,
  less_or_equal,
  equal,
  unequal,
  least,
  greatest,
  jump,                 ///< go on `value` steps further
  jump_if_no,           ///< pops
  jump_if_no_else_pop,  ///< and, or: stays where it decides, else goes
  jump_if_yes_else_pop,
};

struct Step {
  Op op{};
  std::uint16_t slot = 0;
  Value value = 0;
  friend bool operator==(const Step&, const Step&) = default;
};

/// More than this on the stack at once is refused when code is made.
inline constexpr std::size_t stack_max = 48;

struct Code {
  std::vector<Step> steps;
  bool empty() const { return steps.empty(); }
  friend bool operator==(const Code&, const Code&) = default;
};

/// What code is computed on. `spoilt`: a number grew beyond 64 bits, or something was divided by zero; the result is
/// then the nearest number there is, or zero.
struct Frame {
  const Value* locals = nullptr;
  const EntityState* state = nullptr;
  bool spoilt = false;
};

/// a + b; the nearest number there is where that grows beyond 64 bits.
inline Value checked_sum(Value a, Value b, Frame& frame) {
  Value sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  frame.spoilt = true;
  return b > 0 ? std::numeric_limits<Value>::max() : std::numeric_limits<Value>::min();
}

/// Costs some nanoseconds for each step; look-ups in tables are logarithmic, totals linear.
Value compute(const Code& code, Frame& frame);

/// Whether it reads this part of the state.
bool reads(const Code& code, Shape shape, std::uint16_t slot);
/// Whether it reads this local.
bool reads_local(const Code& code, std::size_t slot);
/// Whether it reads any part of a state.
bool reads_state(const Code& code);

}  // namespace crisper::written
