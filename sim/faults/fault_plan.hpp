// FaultPlan: what goes wrong in a run, as a list of explicit faults. A scenario's rates and schedules become such a
// list while the run goes on; the list replays the run, and can be edited.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"

namespace crisper::sim {

/// What can go wrong.
CRISPER_ENUM(FaultKind,
             (loss, "a message never arrives"),
             (duplicate, "a message arrives twice"),
             (reorder, "a message is overtaken by later ones of its link"),
             (delay, "a message, and what follows it on its link, arrives later"),
             (corrupt, "a message arrives damaged: the checksum fails and the receiver drops it"),
             (bandwidth, "a link carries fewer bytes for a while"),
             (partition, "no message leaves or arrives between two sides for a while"),
             (crash, "a process or machine stops and forgets what it had not synced"),
             (pause, "a process stops for a while and forgets nothing"),
             (slow, "a process or machine needs more processor time for a while"),
             (clock_skew, "a process's clock answers wrongly for a while"),
             (lost_unsynced_writes, "a crash keeps some of the writes that were not synced and loses the others"),
             (torn_write, "a crash keeps half of the first write that it loses"),
             (io_error, "syncs fail for a while, and nobody knows what the disk kept"),
             (full, "a disk has no room for a while: syncs fail, and what was not synced is gone"),
             (slow_sync, "syncs take longer for a while"),
             (timeout_after_effect, "a service outside does what it is asked and never says so, for a while"),
             (reject, "a service outside refuses whatever can be refused, for a while"),
             (late_reply, "the answers of a service outside come later, for a while"))

/// All of them, by their numbers.
inline constexpr const auto& fault_kinds = words_of<FaultKind>;

/// True for faults that strike single messages: those that a plan names by link and place on the link.
constexpr bool is_message_fault(FaultKind kind) { return kind <= FaultKind::corrupt; }
constexpr bool is_link_fault(FaultKind kind) { return kind <= FaultKind::partition; }
/// True for those of a process's disk. The first two say what a crash leaves; without them it leaves what was synced.
constexpr bool is_disk_fault(FaultKind kind) {
  return kind >= FaultKind::lost_unsynced_writes && kind <= FaultKind::slow_sync;
}
/// True for those of services outside: they strike the requests that such a service has.
constexpr bool is_outside_fault(FaultKind kind) { return kind >= FaultKind::timeout_after_effect; }

/// What a scenario asks for: a rate or a schedule, on whatever matches. Patterns are process names, roles or host
/// names, with `*` for any run of characters; empty means everything.
struct FaultSpec {
  FaultKind kind{};
  std::string from{};                       ///< link faults: the sending side
  std::string to{};                         ///< link faults: the receiving side; node faults: the target
  bool one_way = false;                     ///< partition: only messages from `from` to `to` are stopped
  Probability rate{};                       ///< message faults: the chance of each message
  SimTime at = sim_start;                   ///< when it begins; message faults: from when on
  std::optional<Duration> every{};          ///< node and link faults: mean gap of a Poisson schedule beginning at `at`
  std::optional<SimTime> until{};           ///< with `every`: none begins then or later
  std::optional<std::uint32_t> times{};     ///< with `every`: how often at most, for each that it strikes
  std::optional<Duration> lasting{};        ///< how long; without it until the end of the run
  std::optional<Duration> restart_after{};  ///< crash: without it the process stays down
  /// delay, reorder, duplicate, slow_sync, late_reply: extra time; clock_skew: what is added to the clock
  Duration amount_min{};
  Duration amount_max{};
  std::int64_t drift_ppm = 0;   ///< clock_skew: how fast the error grows, in parts per million
  std::uint32_t percent = 100;  ///< slow: CPU time in percent of normal; bandwidth: what is left, in percent
  bool required = false;        ///< a run in which it never fired is `unknown`

  friend bool operator==(const FaultSpec&, const FaultSpec&) = default;
};

/// One explicit fault. Message faults name two processes; partition and bandwidth keep patterns for their sides. A node
/// fault names a process or a host; any other word is a role or a pattern, looked up when the fault strikes.
struct Fault {
  FaultKind kind{};
  std::string from{};
  std::string to{};
  std::uint64_t nth = 0;  ///< message faults: which packet of the link, from 1 (session: retransmissions
                          ///< and acknowledgements are packets too); 0: the first one from `at` on; else 0
  bool one_way = false;
  SimTime at = sim_start;             ///< message faults: for readers only, unless `nth` is 0
  std::optional<Duration> lasting{};  ///< message faults whose `nth` is 0: how long they wait for their packet
  std::optional<Duration> restart_after{};
  Duration amount{};
  std::int64_t drift_ppm = 0;
  std::uint32_t percent = 100;
  std::uint64_t draw = 0;  ///< lost_unsynced_writes, torn_write: what the crash leaves follows from this
  /// Node faults: of those who match, only who began after the run did, as the others have faults of their own.
  bool newcomers = false;
  bool chosen = false;     ///< by a search, and not drawn from what a scenario asks for

  friend bool operator==(const Fault&, const Fault&) = default;
};

struct FaultPlan {
  std::vector<Fault> faults;
  friend bool operator==(const FaultPlan&, const FaultPlan&) = default;
};

/// Whether a search had a hand in it: what takes how long is then no longer the scenario's own.
bool is_chosen(const FaultPlan& plan);

/// Faults with a time of their own first, as in a plan that a run wrote: observations number them in this order.
void put_scheduled_first(FaultPlan& plan);

/// How many faults of one kind got how far: planned >= armed >= fired >= seen. A fault is planned when the plan or a
/// drawn fate names it; armed when its time or its message came; fired when it changed what happened to a message or a
/// process (a partition does so many times, which `fault.fired` tells; here it is one); seen when somebody inside the
/// run could notice:
///   loss, partition   the call timed out of which it swallowed request or reply, or a session sent the message again
///   corrupt           a receiver was up to see the checksum fail
///   duplicate, delay  the message reached a receiver that was up
///   reorder           it was overtaken (which is also when it fires)
///   bandwidth         a message had to wait for the narrowed link
///   crash             a turn, a message or a record was lost, a message found the process down, or it started again
///   pause             a message or the end of a wait came meanwhile
///   slow              the process used the processor (which is also when it fires)
///   clock_skew        the process read the clock: its wall clock, or the monotonic one where that drifts (as for slow)
///   lost_unsynced_writes, torn_write   the process started again on what was left
///   io_error, full, slow_sync          the sync that it struck returned
///   timeout_after_effect, reject, late_reply   a request met it (which is also when it fires)
/// A cast that is lost is seen by nobody: only a property can tell.
struct FaultCount {
  std::uint64_t planned = 0;
  std::uint64_t armed = 0;
  std::uint64_t fired = 0;
  std::uint64_t seen = 0;
  /// None got further than it could.
  bool is_in_order() const { return planned >= armed && armed >= fired && fired >= seen; }
  friend bool operator==(const FaultCount&, const FaultCount&) = default;
};

/// Whether `pattern` matches `text`; `*` stands for any run of characters, an empty pattern matches all.
bool matches_pattern(std::string_view pattern, std::string_view text);

/// Whether some text is matched by both; neither is empty.
bool patterns_meet(std::string_view a, std::string_view b);

}  // namespace crisper::sim
