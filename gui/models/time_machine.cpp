#include "gui/models/time_machine.hpp"

#include <algorithm>
#include <utility>

namespace crisper::gui {

TimeMachine::TimeMachine(const TraceData& data, const TraceIndex& index, RecordId interval,
                         const std::function<bool(const RunState&)>& watch, std::size_t bytes_limit)
    : data_(data), index_(index), interval_(std::max<RecordId>(1, interval)) {
  RunState state(data);
  keep(state);
  while (state.at < data.last()) {
    state.advance(data, index);
    if (state.at % interval_ == 0) keep(state);
    if (bytes_ > bytes_limit && checkpoints_.size() >= 2 * checkpoints_min) thin_out();
    if (watch && !watch(state)) {
      stopped_ = true;
      return;
    }
  }
}

void TimeMachine::keep(const RunState& state) {
  checkpoints_.push_back(state);
  bytes_ += state.bytes();
}

void TimeMachine::thin_out() {
  std::vector<RunState> kept;
  bytes_ = 0;
  for (std::size_t i = 0; i < checkpoints_.size(); i += 2) {
    bytes_ += checkpoints_[i].bytes();
    kept.push_back(std::move(checkpoints_[i]));
  }
  checkpoints_ = std::move(kept);
  interval_ *= 2;
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
