// Coverage: what of a design one run has exercised, in numbers that mean the same in every run. A hunt that meets
// nothing new is done; inputs that met something new are worth changing a little.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "properties/scenario_run.hpp"

namespace crisper::properties {

/// Two things are counted, both told by kinds and roles and never by ids, so that they compare between runs:
///   an observation pair: two observations that follow each other on one state, and whether one process made both:
///     the interleavings of Lu et al. (AVIO, 2006), taken from memory cells to event streams;
///   an abstract state: how many work on a state, wait for it, have commands open on it, how many of its events are not
///     in the log, and whether a process is down, commands queue up, a consumer holds events back; all in coarse steps
///     (none, one, more), so that there are some thousands of them at most.
/// Messages under way are left out: they would drown the rest. Costs a few look-ups for each other observation.
class Coverage final : public RunWatch {
 public:
  void begin(const Names& names) override { names_ = &names; }
  void end(const RunResult&) override { names_ = nullptr; }
  bool wants(ObservationKind kind) const override;
  void observe(const Observation& observation, ObservationId id) override;

  /// Each once, in ascending order.
  std::vector<std::uint64_t> pairs() const { return pairs_.sorted(); }
  std::vector<std::uint64_t> states() const { return states_.sorted(); }
  /// Of kinds and processes in the order in which they spoke: equal for two runs that differ in times alone.
  std::uint64_t schedule() const { return schedule_.value(); }

 private:
  /// A set of numbers that are well mixed already: open addressing, no order.
  class NumberSet {
   public:
    void insert(std::uint64_t number);
    std::vector<std::uint64_t> sorted() const;

   private:
    bool place(std::uint64_t number);
    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(256);  ///< zero is free
    std::size_t count_ = 0;
  };
  /// What is known of one event stream (or other state).
  struct State {
    StreamId stream;
    std::uint64_t last = 0;  ///< kind, role and process of the observation before
    ProcessId last_process{};
    std::int32_t inside = 0;
    std::int32_t waiting = 0;
    std::int32_t commands = 0;     ///< accepted and not completed
    std::int32_t unpublished = 0;  ///< appended and not in the log
  };

  std::uint64_t role_of(ProcessId process);
  State& state_of(StreamId stream);
  void count(const Observation& seen, State* state);
  void note_state(const State& state);

  const Names* names_ = nullptr;
  std::vector<std::uint64_t> roles_;  ///< by process: a key of its role; zero: not asked yet
  std::vector<State> states_known_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(64);  ///< by stream: place in states_known_ plus one
  NumberSet pairs_;
  NumberSet states_;
  Digest schedule_;
  std::int32_t down_ = 0;
  std::int32_t queued_ = 0;
  std::int32_t held_ = 0;
};

}  // namespace crisper::properties
