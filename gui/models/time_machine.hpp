// TimeMachine: the state of a run after any of its observations: the checkpoint before, and the few observations since.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "gui/models/run_state.hpp"

namespace crisper::gui {

class TimeMachine {
 public:
  /// What all checkpoints together may take: a run with many rows in its views has large states.
  static constexpr std::size_t bytes_max = 64'000'000;
  /// Fewer than this are not thinned out, however large they are: steps back would take too long.
  static constexpr std::size_t checkpoints_min = 32;

  /// Walks through the run once and keeps a checkpoint every `interval` observations; of more bytes than `bytes_limit`
  /// every second is dropped. `watch` sees every state on the way; it returns false to stop.
  TimeMachine(const TraceData& data, const TraceIndex& index, RecordId interval,
              const std::function<bool(const RunState&)>& watch = {}, std::size_t bytes_limit = bytes_max);

  /// Costs at most interval() steps, some 50 ns each.
  RunState state_at(RecordId id) const;
  /// Brings a state there, from where it is if that is nearer than the checkpoint.
  void move(RunState& state, RecordId id) const;

  bool stopped() const { return stopped_; }
  /// Observations from one checkpoint to the next.
  RecordId interval() const { return interval_; }
  /// Of all checkpoints.
  std::size_t bytes() const { return bytes_; }

 private:
  const RunState& checkpoint_before(RecordId id) const;
  void keep(const RunState& state);
  void thin_out();

  const TraceData& data_;
  const TraceIndex& index_;
  RecordId interval_;
  std::vector<RunState> checkpoints_;  // after 0, interval, 2 * interval ...
  std::size_t bytes_ = 0;
  bool stopped_ = false;
};

}  // namespace crisper::gui
