// ConsumerDesign: what a design may choose about one consumer.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/clock_kind.hpp"
#include "core/base/distribution.hpp"
#include "core/base/enum_words.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "core/observe/observation_kind.hpp"

namespace crisper {

/// Where a projection has its view, and its position with it.
CRISPER_ENUM(ViewStore,
             (memory, "in memory, made anew from a journal on the simulated disk"),
             (file, "a file on the simulated disk, which each write replaces as a whole"),
             (sqlite, "a real SQLite database"))

/// When a consumer saves how far it has come, relative to the effect of the events.
CRISPER_ENUM(CheckpointMode,
             (before, "position first: a crash between loses the effect"),
             (after, "effect first: a crash between repeats the effect"),
             (transactional, "both in one write"))

/// What becomes of an event on which a consumer has failed as often as it tries.
CRISPER_ENUM(PoisonPolicy,
             (stop, "it is tried for ever, and everything behind it waits"),
             (skip, "it is left out"),
             (park, "it is set aside as a dead letter; what is behind it goes on"),
             (park_key, "and so is everything that follows it in its stream"))

/// How a consumer fails, and what it does then.
struct FailureDesign {
  Probability poison{};  ///< of an event: it fails however often it is tried
  Probability flaky{};   ///< of a try: it fails this time
  std::uint32_t attempts = 5;
  Duration backoff = std::chrono::milliseconds(10);  ///< before the second try; doubles each time, up to 10 s
  PoisonPolicy then = PoisonPolicy::stop;
  friend bool operator==(const FailureDesign&, const FailureDesign&) = default;
};

/// What an inbox knows an event by.
CRISPER_ENUM(InboxKey,
             (event, "its id: what it is"),
             (command, "the command that it came from: a second event of one command passes for a repetition"),
             (delivery, "its place in its source: what was published twice is two"))

/// Who remembers.
CRISPER_ENUM(InboxScope,
             (consumer, "all its nodes share one, in their database"),
             (node, "each remembers what it has had itself: what is handed over again to another is new there"))

/// What a sequencer does about a gap that stays open.
CRISPER_ENUM(GapPolicy,
             (wait, "it waits, however long"),
             (skip, "after `gap_timeout` it goes on without: what comes late takes its effect late"))

/// The consumer's history is read to it again at this time.
struct ReplayDesign {
  Duration at{};
  ReplayKind kind = ReplayKind::beside;
  bool effects = false;  ///< what it sends to others, it sends again
  friend bool operator==(const ReplayDesign&, const ReplayDesign&) = default;
};

/// A consumer that runs only when there is something to do.
struct FunctionDesign {
  Duration cold_start = std::chrono::milliseconds(300);  ///< before a new instance begins its first event
  std::uint32_t concurrency = 10;                        ///< instances at a time; what comes then is refused
  Duration idle = std::chrono::seconds(5);               ///< an instance without work is given up after so long
  friend bool operator==(const FunctionDesign&, const FunctionDesign&) = default;
};

/// From this time on, so many read nodes.
struct ReadNodeStep {
  Duration at{};
  std::uint32_t nodes = 1;
  friend bool operator==(const ReadNodeStep&, const ReadNodeStep&) = default;
};

struct ConsumerDesign {
  bool inbox = true;                                       ///< remember event ids, ignore what comes twice
  Duration inbox_window = std::chrono::minutes(10);        ///< for how long an id is remembered
  bool sequencer = true;                                   ///< hold what arrives ahead of its turn
  std::uint32_t sequencer_limit = 1024;                    ///< events held; more are dropped, to be delivered again
  CheckpointMode checkpoint = CheckpointMode::transactional;
  ViewStore view = ViewStore::memory;                      ///< projections: where the view lives
  FailureDesign failures{};
  std::uint32_t nodes = 1;                                 ///< that share its events, where the method can share them
  InboxKey inbox_key = InboxKey::event;
  InboxScope inbox_scope = InboxScope::consumer;
  bool versions = false;                                   ///< ignore what is no newer than its stream's last event
  GapPolicy gap = GapPolicy::wait;
  Duration gap_timeout = std::chrono::seconds(1);          ///< skip: how long the sequencer waits
  std::uint32_t batch = 0;                                 ///< events taken in one write; zero: all that come together
  Distribution pace{};                                     ///< it rests so long after each write
  std::uint32_t snapshot_every = 0;                        ///< events; zero: its journal is never made a snapshot
  std::vector<ReplayDesign> replays{};                     ///< in the order of time
  std::optional<FunctionDesign> function{};                ///< nothing: it always runs
  ClockKind deadline_clock = ClockKind::monotonic;         ///< process managers: by which time limits outlive a crash
  std::uint32_t read_nodes = 1;                            ///< projections: each with a view of its own
  std::vector<ReadNodeStep> read_scale{};                  ///< read nodes come and go; in the order of time
  bool per_area = false;                                   ///< projections: one for each area, with its rows alone
  friend bool operator==(const ConsumerDesign&, const ConsumerDesign&) = default;
};

}  // namespace crisper
