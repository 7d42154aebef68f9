// Cell: one process as the world keeps it: its object, mailbox, turns, clock, disk, and whether it is up.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "core/runtime/process.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/world/journal_disk.hpp"
#include "sim/world/skewed_clock.hpp"
#include "sim/world/wait_table.hpp"

namespace crisper::sim {

class Turn;

/// A message waiting for its turn.
struct Mail {
  Envelope envelope;
  AttemptId attempt;
  SimTime arrived;
};

enum class CellState : std::uint8_t {
  down,     ///< not started, crashed or ended
  running,
  paused,
};

struct Cell {
  ProcessId id;
  HostId host;
  ProcessSpec spec;
  FaultTarget target;

  CellState state = CellState::down;
  std::uint32_t incarnation = 0;
  bool ended = false;  ///< of its own will: faults don't bring it back

  std::unique_ptr<Process> process;
  std::deque<Mail> mailbox;
  std::deque<Mail> blocked;  ///< requests outside a full mailbox whose policy blocks the caller
  std::vector<Turn*> turns;  ///< under way, in the order of their beginning
  bool stepping = false;     ///< a turn of this process is on the stack
  bool exit_requested = false;
  std::vector<std::uint64_t> deferred;  ///< tickets that became ready during a pause

  WaitTable waits;
  JournalDisk disk;
  SkewedClock clock;
  std::map<std::string, Rng, std::less<>> rngs;
  std::uint64_t messages_sent = 0;

  std::uint32_t slow_percent = 100;
  std::int32_t pause_fault = -1;  ///< index of the fault in force, for "seen by someone"
  std::int32_t slow_fault = -1;
  std::int32_t skew_fault = -1;
  std::int32_t crash_fault = -1;

  bool up() const { return state != CellState::down; }
};

}  // namespace crisper::sim
