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
             (forwarded, "the same, behind one process for all that passes commands on to them"),
             (per_entity, "in a process of the state's own, kept in a registry of the handler's"),
             (per_request, "in a process made for it; nothing bounds how many"))

/// How a handler sends a command to such a process.
CRISPER_ENUM(SendCommand,
             (call, "it waits until the command is done: so many are under way as there are handlers"),
             (cast, "it takes the next at once: what is under way waits in the mailbox of the process"))

struct ExecutorDesign {
  ExecutorKind kind = ExecutorKind::in_caller;
  std::uint32_t size = 4;                      ///< pool, forwarded: processes
  SendCommand send = SendCommand::call;        ///< singleton, pool, forwarded
  Duration timeout = std::chrono::seconds(2);  ///< of a call to such a process; see store_timeout
  /// How it is told until when its caller waits: by the caller's wall clock, or so long from its coming.
  ClockKind deadline_clock = ClockKind::monotonic;
  friend bool operator==(const ExecutorDesign&, const ExecutorDesign&) = default;
};

/// Whether handlers hold nobody back, where the strategy leaves the executor to the design.
constexpr bool sends_by_cast(const ExecutorDesign& executor) {
  const bool stands_by_itself = executor.kind == ExecutorKind::singleton || executor.kind == ExecutorKind::pool ||
                                executor.kind == ExecutorKind::forwarded;
  return stands_by_itself && executor.send == SendCommand::cast;
}

}  // namespace crisper
