// ControlledRun: a run whose every choice somebody else makes. What a search over schedules needs to know of a system,
// and all that it knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace crisper::properties::check {

/// What may happen next: a message is taken in, or time passes.
struct Step {
  /// `process` and `id` of time that passes: it touches everything.
  static constexpr std::uint32_t everyone = std::numeric_limits<std::uint32_t>::max();

  static constexpr std::uint64_t time_id = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t id = 0;       ///< the same in every execution that differs only in the order of unrelated steps
  std::uint32_t process = 0;  ///< whose state it touches
  std::uint32_t channel = 0;  ///< steps of one channel come in one order; 0: of none
  std::uint32_t born = 0;     ///< after how many steps of this execution it became possible

  bool is_time() const { return process == everyone; }
};

/// What may go wrong in a step.
enum class Mishap : std::uint8_t { loss, duplicate, crash };
inline constexpr std::size_t mishap_kinds = 3;

/// Who makes the choices of one execution.
class Chooser {
 public:
  static constexpr std::size_t stop = std::numeric_limits<std::size_t>::max();

  virtual ~Chooser() = default;
  /// The place in `possible` (never empty) of the step that is taken next; or stop, which ends the execution.
  virtual std::size_t next(std::span<const Step> possible) = 0;
  /// Within a step, or before the first: does this go wrong here?
  virtual bool goes_wrong(Mishap mishap) = 0;
  /// Within a step: it wrote or read this piece of what a judge watches across processes. Two steps that touch the same
  /// piece don't commute.
  virtual void touches_history(std::uint32_t piece) = 0;
};

/// A system that can be run again and again, each time from its beginning. Deterministic: the same choices, the same
/// execution. Steps that share neither a process nor a piece of history commute.
class ControlledRun {
 public:
  virtual ~ControlledRun() = default;
  /// Runs until nothing is possible or the chooser stops it. What it came to is the caller's to ask of the system.
  virtual void execute(Chooser& chooser) = 0;
};

}  // namespace crisper::properties::check
