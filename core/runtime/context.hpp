// Context: the only door out of a process. There is one per turn; it knows which message the turn is about, and
// stamps what is sent and observed with it.
#pragma once

#include <coroutine>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/clock_kind.hpp"
#include "core/base/distribution.hpp"
#include "core/base/result.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "core/message/envelope.hpp"
#include "core/observe/observation.hpp"
#include "core/runtime/disk.hpp"
#include "core/runtime/process.hpp"
#include "core/runtime/wait.hpp"

namespace crisper {

/// What may be wrong with a service of the world outside, and no network or machine can do to it.
enum class OutsideFault : std::uint8_t {
  timeout_after_effect,  ///< it does what it is asked, and never says so
  reject,                ///< it refuses whatever can be refused
  late_reply,            ///< its answers come later
};

class Context {
 public:
  virtual ~Context() = default;

  virtual ProcessId self() const = 0;

  /// The machine's wall clock, for time stamps: a skewed one answers wrongly, and jumps when its error comes and goes.
  /// Skew never moves when things happen.
  virtual SimTime now() const = 0;

  /// The machine's monotonic clock, for waits: it starts with the run, goes on through a crash of the process, never
  /// jumps and never goes back; where the machine's clock drifts, it runs fast or slow.
  virtual SimTime monotonic() const = 0;

  /// For a design that leaves open by which clock it counts.
  SimTime time(ClockKind clock) const { return clock == ClockKind::wall ? now() : monotonic(); }
  /// When it will be `at` by that clock, as far as can be told now, on the monotonic one.
  SimTime on_monotonic(SimTime at, ClockKind clock) const {
    return clock == ClockKind::monotonic || at == sim_never ? at : monotonic() + (at - now());
  }

  /// This instant, for an observation's `since`.
  virtual Moment moment() const = 0;

  /// How long the turn's message had waited in the mailbox when its turn began (true time).
  virtual Duration waited() const = 0;

  /// Sends a request and suspends until its reply, a refusal, or the timeout (true time).
  /// A reply after the timeout is delivered to nobody, and observed.
  CallWait call(ProcessId to, Payload request, Duration timeout) {
    return CallWait(*this, to, std::move(request), timeout);
  }

  /// Sends and forgets. Leaves, as all that a turn sends, at the turn's next suspension or at its end, but after
  /// any work in between is done.
  virtual void cast(ProcessId to, Payload message) = 0;

  /// Answers a request. Replying to a cast is a mistake of the programmer.
  virtual void reply(const Envelope& request, Payload answer) = 0;

  /// A message to itself after `delay` (true time). It dies with a crash. Its turn has no causation.
  virtual void remind(Duration delay, Payload message) = 0;

  /// Suspends for a while (true time).
  SleepWait sleep(Duration delay) { return SleepWait(*this, delay); }

  /// Uses the CPU for this long at the host's reference speed; cores are shared with the host's other processes.
  WorkWait work(Duration cpu_time) { return WorkWait(*this, cpu_time); }

  /// What a turn costs here, by the process's spec: drawn anew each time. It is charged before each turn but the first:
  /// who takes its work within a turn that goes on for ever does work() of so much for each command or batch that it
  /// takes.
  virtual Duration service_time() = 0;

  /// The process's disk, and the suspension that makes what was written to it durable. `once_durable` is what then has
  /// become true: it is observed at that moment, whether or not the process lives to go on. Where the sync fails with
  /// io_error, that moment is a later sync or the crash that keeps the writes (see sync_or_lose); with full, it never
  /// comes. It and its payloads must live until that is settled.
  virtual Disk& disk() = 0;
  SyncWait sync(std::span<const Observation> once_durable = {}) { return SyncWait(*this, once_durable); }

  /// Starts a process on this host, or where the spec says. Its name must be unused.
  virtual ProcessId spawn(ProcessSpec spec) = 0;

  /// Ends this process for good when the turn is over: its mailbox is dropped, and nobody reads its disk again.
  virtual void exit() = 0;

  /// For a service of the world outside: by how much this is wrong with it now; empty where it isn't. Who asks has met
  /// it: to be asked only where it makes a difference.
  virtual std::optional<Duration> meets(OutsideFault fault) = 0;

  /// The random stream of this name, of this incarnation of this process.
  virtual Rng& rng(std::string_view name) = 0;

  /// The next of this distribution, from the random stream of this name.
  Duration draw(const Distribution& from, std::string_view stream) {
    return from.is_constant() ? from.mean : from.draw(rng(stream));
  }

  /// Says something of the run. `at` and `process` are filled in here; `correlation` where it is empty.
  virtual void observe(Observation observation) = 0;

 protected:
  friend class Wait;
  friend class CallWait;
  friend class SleepWait;
  friend class WorkWait;
  friend class SyncWait;
  virtual void begin_call(CallWait& wait, ProcessId to, Payload request, Duration timeout) = 0;
  virtual void begin_sleep(SleepWait& wait, Duration delay) = 0;
  virtual void begin_work(WorkWait& wait, Duration cpu_time) = 0;
  virtual void begin_sync(SyncWait& wait) = 0;
  virtual void forget(Wait& wait) = 0;
};

}  // namespace crisper
