#include "gui/models/time_machine.hpp"

#include <algorithm>

namespace crisper::gui {

TimeMachine::TimeMachine(const TraceData& data, const TraceIndex& index, RecordId interval,
                         const std::function<bool(const RunState&)>& watch)
    : data_(data), index_(index), interval_(std::max<RecordId>(1, interval)) {
  RunState state(data);
  checkpoints_.push_back(state);
  while (state.at < data.last()) {
    state.advance(data, index);
    if (state.at % interval_ == 0) checkpoints_.push_back(state);
    if (watch && !watch(state)) {
      stopped_ = true;
      return;
    }
  }
}

const RunState& TimeMachine::checkpoint_before(RecordId id) const {
  return checkpoints_[std::min<std::size_t>(id / interval_, checkpoints_.size() - 1)];
}

RunState TimeMachine::state_at(RecordId id) const {
  RunState state = checkpoint_before(id);
  while (state.at < std::min(id, data_.last())) state.advance(data_, index_);
  return state;
}

void TimeMachine::move(RunState& state, RecordId id) const {
  const RunState& checkpoint = checkpoint_before(id);
  if (state.at > id || state.at < checkpoint.at) state = checkpoint;
  while (state.at < std::min(id, data_.last())) state.advance(data_, index_);
}

}  // namespace crisper::gui
