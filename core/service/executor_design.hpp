// ExecutorDesign: in which process a command is carried out.
#pragma once

#include <cstdint>

#include "core/base/clock_kind.hpp"
#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

/// In which process a command is carried out.
CRISPER_ENUM(ExecutorKind,
             (in_caller, "in the handler's own process: a plain module"),
             (singleton, "in one process for all"),
             (pool, "in one of so many processes, in turn"),
             (per_entity, "in a process of the state's own, kept in a registry of the handler's"),
             (per_request, "in a process made for it; nothing bounds how many"))

struct ExecutorDesign {
  ExecutorKind kind = ExecutorKind::in_caller;
  std::uint32_t size = 4;                      ///< pool: processes
  Duration timeout = std::chrono::seconds(2);  ///< of a call to such a process
  /// How it is told until when its caller waits: by the caller's wall clock, or so long from its coming.
  ClockKind deadline_clock = ClockKind::monotonic;
  friend bool operator==(const ExecutorDesign&, const ExecutorDesign&) = default;
};

}  // namespace crisper
