// Cell: one process as the world keeps it until it ends: its object, mailbox, turns, clock, disk, and whether it is up.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/fifo.hpp"
#include "core/base/rng.hpp"
#include "core/runtime/process.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/world/journal_disk.hpp"
#include "sim/world/roster.hpp"
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

/// A node fault that lasts, while it does.
struct FaultInForce {
  std::int32_t index = -1;  ///< in the plan
  FaultKind kind{};
  std::uint32_t percent = 100;
  bool seen = false;
};

/// A sync whose outcome is open, and what it would make true.
struct OpenSync {
  std::uint64_t ticket = 0;
  JournalDisk::Mark mark;
  std::vector<Observation> once_durable;
};

/// What is known of a process for the whole run, also when it has ended.
struct ProcessIdentity {
  FaultTarget target;
  HostId host;
};

struct Cell {
  ProcessId id;
  HostId host;
  ProcessSpec spec;

  CellState state = CellState::down;
  std::uint32_t incarnation = 0;
  bool ended = false;  ///< of its own will: faults don't bring it back

  std::unique_ptr<Process> process;
  Fifo<Mail> mailbox;
  Fifo<Mail> blocked;        ///< requests outside a full mailbox whose policy blocks the caller
  Roster<Turn> turns;        ///< under way
  bool stepping = false;     ///< a turn of this process is on the stack
  std::vector<std::uint64_t> deferred;  ///< tickets settled during a pause, in that order

  WaitTable waits;
  JournalDisk disk;
  std::vector<OpenSync> open_syncs;  ///< kept only where disks may fail
  SkewedClock clock;
  std::map<std::string, Rng, std::less<>> rngs;
  std::uint64_t messages_sent = 0;

  ProcessId parent;                 ///< who spawned it; zero: it was there from the beginning
  std::vector<ProcessId> children;  ///< spawned in this incarnation, and not ended
  std::uint64_t memory_used = 0;    ///< bytes; counted where the spec has a budget
  bool dying = false;               ///< over its budget: its crash is on its way

  /// Slowness and skew are the machine's and outlive a crash; a pause is the process's and dies with it.
  std::vector<FaultInForce> in_force;
  bool fault_unseen = false;       ///< some fault in force has been noticed by nobody yet
  std::int32_t unseen_crash = -1;  ///< the crash that nobody has noticed yet
  std::vector<std::int32_t> unseen_disk_faults;  ///< those that struck in that crash

  bool up() const { return state != CellState::down; }
};

}  // namespace crisper::sim
