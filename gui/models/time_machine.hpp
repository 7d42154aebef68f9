// TimeMachine: the state of a run after any of its observations: the checkpoint before, and the few observations since.
#pragma once

#include <functional>
#include <vector>

#include "gui/models/run_state.hpp"

namespace crisper::gui {

class TimeMachine {
 public:
  /// Walks through the run once and keeps a checkpoint every `interval` observations. `watch` sees every state on the
  /// way; it returns false to stop.
  TimeMachine(const TraceData& data, const TraceIndex& index, RecordId interval,
              const std::function<bool(const RunState&)>& watch = {});

  /// Costs at most `interval` steps, some 50 ns each.
  RunState state_at(RecordId id) const;
  /// Brings a state there, from where it is if that is nearer than the checkpoint.
  void move(RunState& state, RecordId id) const;

  bool stopped() const { return stopped_; }

 private:
  const RunState& checkpoint_before(RecordId id) const;

  const TraceData& data_;
  const TraceIndex& index_;
  RecordId interval_;
  std::vector<RunState> checkpoints_;  // after 0, interval, 2 * interval ...
  bool stopped_ = false;
};

}  // namespace crisper::gui
