// Writes the code of one expression step by step, and knows how high the stack grows.
#pragma once

#include <cstddef>
#include <utility>

#include "core/domain/written/code.hpp"
#include "core/domain/written/tokens.hpp"

namespace crisper::written {

/// What grows too long or too high is a problem of the cursor's.
class CodeWriter {
 public:
  explicit CodeWriter(Cursor& cursor) : cursor_(cursor) {}

  void emit(Op op, std::size_t slot = 0, Value value = 0) {
    static constexpr std::size_t steps_max = 1000;
    if (code_.steps.size() >= steps_max) return cursor_.fail_here("this expression is too long");
    code_.steps.push_back({op, static_cast<std::uint16_t>(slot), value});
    const bool pushes = op == Op::constant || op == Op::local || op == Op::single || op == Op::size ||
                        op == Op::total || op == Op::first;
    const bool keeps = op == Op::get || op == Op::has || op == Op::negate || op == Op::invert || op == Op::jump;
    if (pushes) ++height_;
    if (!pushes && !keeps) --height_;
    if (height_ > static_cast<int>(stack_max) - 2) cursor_.fail_here("this expression is nested too deep");
  }

  /// A jump whose end is not known yet; its place.
  std::size_t open(Op op) {
    emit(op);
    return code_.steps.size() - 1;
  }
  /// It ends here.
  void close(std::size_t jump) {
    if (!cursor_.ok()) return;
    code_.steps[jump].value = static_cast<Value>(code_.steps.size() - jump - 1);
  }

  /// What was written last belongs to another branch: its value isn't on the stack here.
  void begin_other_branch() { --height_; }

  /// Unsays a constant that was emitted last.
  void take_back_constant() {
    code_.steps.pop_back();
    --height_;
  }

  Code take() { return std::move(code_); }

 private:
  Cursor& cursor_;
  Code code_;
  int height_ = 0;
};

}  // namespace crisper::written
