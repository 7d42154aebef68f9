#include "core/domain/written/code.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/assert.hpp"

namespace crisper::written {
namespace {

constexpr Value most = std::numeric_limits<Value>::max();
constexpr Value least = std::numeric_limits<Value>::min();

Value subtract(Value a, Value b, Frame& frame) {
  Value difference = 0;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  frame.spoilt = true;
  return b < 0 ? most : least;
}

Value multiply(Value a, Value b, Frame& frame) {
  Value product = 0;
  if (!__builtin_mul_overflow(a, b, &product)) return product;
  frame.spoilt = true;
  return (a > 0) == (b > 0) ? most : least;
}

Value divide(Value a, Value b, Frame& frame) {
  if (b != 0 && !(a == least && b == -1)) return a / b;
  frame.spoilt = true;
  return b == 0 ? 0 : most;
}

Value modulo(Value a, Value b, Frame& frame) {
  if (b == -1) return 0;
  if (b != 0) return a % b;
  frame.spoilt = true;
  return 0;
}

Value total(const Table& table, Frame& frame) {
  Value sum = 0;
  for (const auto& [key, value] : table.entries()) sum = checked_sum(sum, value, frame);
  return sum;
}

Value combine(Op op, Value a, Value b, Frame& frame) {
  switch (op) {
    case Op::add:
      return checked_sum(a, b, frame);
    case Op::subtract:
      return subtract(a, b, frame);
    case Op::multiply:
      return multiply(a, b, frame);
    case Op::divide:
      return divide(a, b, frame);
    case Op::modulo:
      return modulo(a, b, frame);
    case Op::less:
      return a < b ? 1 : 0;
    case Op::less_or_equal:
      return a <= b ? 1 : 0;
    case Op::equal:
      return a == b ? 1 : 0;
    case Op::unequal:
      return a != b ? 1 : 0;
    case Op::least:
      return std::min(a, b);
    default:
      return std::max(a, b);
  }
}

bool reads_table(Op op) {
  return op == Op::get || op == Op::has || op == Op::size || op == Op::total || op == Op::first;
}

}  // namespace

Value compute(const Code& code, Frame& frame) {
  const std::vector<Step>& steps = code.steps;
  if (steps.size() == 1) {  // what most keys and arguments are
    const Step& only = steps.front();
    if (only.op == Op::local) return frame.locals[only.slot];
    if (only.op == Op::constant) return only.value;
  }
  std::array<Value, stack_max> stack;  // NOLINT: what is read was written before
  std::size_t top = 0;                 // how many are on it
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const Step& step = steps[at];
    switch (step.op) {
      case Op::constant:
        stack[top++] = step.value;
        break;
      case Op::local:
        stack[top++] = frame.locals[step.slot];
        break;
      case Op::single:
        stack[top++] = frame.state->singles[step.slot];
        break;
      case Op::get:
        stack[top - 1] = frame.state->tables[step.slot].get(stack[top - 1]);
        break;
      case Op::has:
        stack[top - 1] = frame.state->tables[step.slot].contains(stack[top - 1]) ? 1 : 0;
        break;
      case Op::size:
        stack[top++] = static_cast<Value>(frame.state->tables[step.slot].entries().size());
        break;
      case Op::total:
        stack[top++] = total(frame.state->tables[step.slot], frame);
        break;
      case Op::first:
        stack[top++] = frame.state->tables[step.slot].first();
        break;
      case Op::negate:
        stack[top - 1] = subtract(0, stack[top - 1], frame);
        break;
      case Op::invert:
        stack[top - 1] = stack[top - 1] == 0 ? 1 : 0;
        break;
      case Op::jump:
        at += static_cast<std::size_t>(step.value);
        break;
      case Op::jump_if_no:
        if (stack[--top] == 0) at += static_cast<std::size_t>(step.value);
        break;
      case Op::jump_if_no_else_pop:
      case Op::jump_if_yes_else_pop:
        if ((stack[top - 1] == 0) == (step.op == Op::jump_if_no_else_pop)) {
          at += static_cast<std::size_t>(step.value);
        } else {
          --top;
        }
        break;
      default:
        --top;
        stack[top - 1] = combine(step.op, stack[top - 1], stack[top], frame);
    }
  }
  CRISPER_ASSERT(top == 1, "an expression has one value");
  return stack[0];
}

bool reads(const Code& code, Shape shape, std::uint16_t slot) {
  return std::ranges::any_of(code.steps, [&](const Step& step) {
    return (shape == Shape::single ? step.op == Op::single : reads_table(step.op)) && step.slot == slot;
  });
}

bool reads_local(const Code& code, std::size_t slot) {
  return std::ranges::any_of(code.steps, [&](const Step& step) { return step.op == Op::local && step.slot == slot; });
}

bool reads_state(const Code& code) {
  return std::ranges::any_of(code.steps,
                             [](const Step& step) { return step.op == Op::single || reads_table(step.op); });
}

}  // namespace crisper::written
