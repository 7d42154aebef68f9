// RunState: how things stand at one instant of a run: after one of its observations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gui/models/trace_data.hpp"
#include "gui/models/trace_index.hpp"

namespace crisper::gui {

/// A stream, and from when on.
struct StreamSince {
  std::int64_t stream = 0;
  RecordId since = 0;
  friend bool operator==(const StreamSince&, const StreamSince&) = default;
};

struct ProcessState {
  enum class Life : std::uint8_t { absent, up, paused, crashed, ended };
  Life life{};
  std::int64_t incarnation = 0;
  std::int32_t mailbox = 0;
  std::int32_t mailbox_peak = 0;
  std::uint32_t turns = 0;
  Index turn = nowhere;   ///< the delivery that it is handling
  RecordId since = 0;     ///< when its life last changed
  std::vector<StreamSince> wants_into{};  ///< states that it has asked to operate on, and does not yet
  std::vector<StreamSince> inside{};      ///< states that it operates on
  friend bool operator==(const ProcessState&, const ProcessState&) = default;
};

struct QueuedCommand {
  std::int64_t command = 0;
  std::int64_t stream = 0;
  RecordId since = 0;            ///< when it was enqueued
  RecordId given = 0;            ///< when its handler was given it; zero: to nobody, or it has begun anew since
  ProcessNumber handler = 0;     ///< nobody while it waits
  std::uint32_t deliveries = 0;
  friend bool operator==(const QueuedCommand&, const QueuedCommand&) = default;
};

struct QueueState {
  ProcessNumber process = 0;
  std::int64_t waiting = 0;  ///< by the queue's own account
  std::int64_t peak = 0;
  std::uint64_t enqueued = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t redelivered = 0;
  std::uint64_t dead_lettered = 0;
  std::vector<QueuedCommand> commands;  ///< waiting or in flight, oldest first
  std::vector<ProcessNumber> served_by{};  ///< whom it has ever given a command
  std::int64_t in_flight() const;
  friend bool operator==(const QueueState&, const QueueState&) = default;
};

struct LockWaiter {
  ProcessNumber process = 0;
  RecordId since = 0;
  friend bool operator==(const LockWaiter&, const LockWaiter&) = default;
};

/// A lock that somebody holds or waits for.
struct LockState {
  std::int64_t stream = 0;
  ProcessNumber holder = 0;  ///< nobody: it is free, and somebody is about to get it
  std::int64_t token = 0;
  RecordId since = 0;
  std::vector<LockWaiter> waiters;
  ProcessNumber service = 0;  ///< who is asked for it
  friend bool operator==(const LockState&, const LockState&) = default;
};

struct ViewRow {
  std::int64_t stream = 0;
  std::int64_t item = 0;
  std::int64_t shown = 0;
  std::int64_t events_say = 0;    ///< what the events add up to that its consumer took, each once
  std::uint32_t events_taken = 0;  ///< how many these are
  RecordId changed = 0;
  bool is_told = true;  ///< false: its process has started again, and has not said yet what it found
  friend bool operator==(const ViewRow&, const ViewRow&) = default;
};

struct ConsumerState {
  ProcessNumber process = 0;
  std::int64_t position = 0;    ///< the highest log offset that it has dealt with
  std::int64_t checkpoint = 0;  ///< the log offset that it has saved
  std::uint64_t applied = 0;
  std::uint64_t repeated = 0;   ///< applied again: an effect too many
  std::array<std::uint64_t, 3> ignored{};  ///< by IgnoreReason
  std::vector<std::int64_t> held;  ///< log offsets of the events that its sequencer keeps
  RecordId last = 0;            ///< when it last dealt with one
  std::vector<ViewRow> rows;    ///< sorted by stream and item
  friend bool operator==(const ConsumerState&, const ConsumerState&) = default;
};

struct RunState {
  RecordId at = 0;
  std::vector<ProcessState> processes;
  std::vector<QueueState> queues;        ///< in the order in which they were first heard of, as below
  std::vector<LockState> locks;          ///< sorted by stream
  std::vector<ConsumerState> consumers;
  std::vector<Index> in_flight;          ///< deliveries on the wire, sorted
  std::int64_t published = 0;            ///< the highest log offset
  std::uint64_t appended = 0;

  explicit RunState(const TraceData& data) : processes(data.processes.size()) {}
  /// Takes in the next observation, number at + 1. Costs little: it looks at the queue, lock or row that it concerns.
  void advance(const TraceData& data, const TraceIndex& index);
  friend bool operator==(const RunState&, const RunState&) = default;
  /// What a copy of it takes.
  std::size_t bytes() const;

 private:
  void on_delivery(const Record& record, Index row, const Delivery& delivery);
  void on_said(const TraceData& data, const TraceIndex& index, const Record& record, const Said& said);
  void on_queue(const Record& record, const Said& said);
  void on_dispatched(QueueState& queue, const Said& said);
  void on_lock(const Record& record, const Said& said);
  /// Who has given up or crashed waits for nothing; `service`: for what it is asked for; nobody: for nothing at all.
  void stop_waiting(ProcessNumber waiter, ProcessNumber service);
  void forget_waiters(ProcessNumber service);
  void on_consumer(const TraceIndex& index, const Record& record, const Said& said);
  void on_life(const TraceData& data, const Record& record, const Said& said);
  void on_state(const Record& record, const Said& said);
  QueueState& queue_of(ProcessNumber process);
  ConsumerState& consumer_of(ProcessNumber process);
};

}  // namespace crisper::gui
