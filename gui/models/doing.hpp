// Doing: what a process does at one instant, as far as the trace says: it works, it waits for a lock or an answer, it
// is down. One judgement for rings, lanes, tables and tips.
#pragma once

#include <string>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct Doing {
  enum class Kind : std::uint8_t {
    absent,
    crashed,
    ended,
    paused,
    waits_for_lock,    ///< somebody else is in the way, or it has not been let in yet
    waits_for_answer,
    works,
    idle,
  };
  Kind kind{};
  RecordId since = 0;            ///< when that began; zero: not known
  std::int64_t lock = 0;         ///< waits_for_lock: the stream that it is for
  ProcessNumber holder = 0;      ///< waits_for_lock: who has it; nobody: it is about to be granted, or not known
  const Call* call = nullptr;    ///< waits_for_answer
  std::int64_t command = 0;      ///< that it was given by a queue; zero: none
  Index turn = nowhere;          ///< the message that it handles
  std::vector<std::int64_t> inside{};  ///< streams that it operates on

  bool is_busy() const { return kind == Kind::works || kind == Kind::waits_for_answer; }
};

Doing doing_of(const LoadedRun& run, const RunState& state, ProcessNumber process);

/// "waits for a lock": what a glance needs.
std::string_view name_of(Doing::Kind kind);
/// "waits for the lock of fridge 2, which handler-2 holds; inside fridge 1; works on LoadMeals{...}"
std::string doing_words(const LoadedRun& run, const Doing& doing);

}  // namespace crisper::gui
