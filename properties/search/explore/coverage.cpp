#include "properties/search/explore/coverage.hpp"

#include <algorithm>

namespace crisper::properties {
namespace {

using enum ObservationKind;

/// None, one, and `most` for all above; less than none (a crash had forgotten it) counts as none.
std::uint64_t step_of(std::int32_t count, std::int32_t most = 2) {
  return static_cast<std::uint64_t>(std::clamp(count, 0, most));
}

/// What else of an observation tells two of its kind apart.
std::uint64_t detail_of(const Observation& seen) {
  switch (seen.kind) {
    case command_completed:
    case command_answered:
    case effect_performed:
    case append_refused: return static_cast<std::uint64_t>(seen.a);
    case event_ignored: return static_cast<std::uint64_t>(seen.b);
    default: return 0;
  }
}

}  // namespace

void Coverage::NumberSet::insert(std::uint64_t number) {
  if (2 * (count_ + 1) > slots_.size()) {
    std::vector<std::uint64_t> old(slots_.size() * 2);
    std::swap(old, slots_);
    for (const std::uint64_t each : old) {
      if (each != 0) place(each);
    }
  }
  if (place(number == 0 ? 1 : number)) ++count_;
}

bool Coverage::NumberSet::place(std::uint64_t number) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = number & mask;
  while (slots_[at] != 0 && slots_[at] != number) at = (at + 1) & mask;
  const bool fresh = slots_[at] == 0;
  slots_[at] = number;
  return fresh;
}

std::vector<std::uint64_t> Coverage::NumberSet::sorted() const {
  std::vector<std::uint64_t> numbers;
  numbers.reserve(count_);
  for (const std::uint64_t each : slots_) {
    if (each != 0) numbers.push_back(each);
  }
  std::ranges::sort(numbers);
  return numbers;
}

bool Coverage::wants(ObservationKind kind) const {
  switch (kind) {
    case message_sent:
    case message_delivered:
    case message_dropped:
    case turn_begun:
    case turn_ended:
    case work_begun:
    case work_ended:
    case fault_fired:
    case run_ended: return false;
    default: return true;
  }
}

std::uint64_t Coverage::role_of(ProcessId process) {
  if (process.value >= roles_.size()) roles_.resize(process.value + std::size_t{1});
  std::uint64_t& key = roles_[process.value];
  if (key == 0) key = name_key(names_->role(process)) | 1;
  return key;
}

Coverage::State& Coverage::state_of(StreamId stream) {
  if (2 * (states_known_.size() + 1) > slots_.size()) {
    slots_.assign(slots_.size() * 2, 0);
    for (std::uint32_t i = 0; i < states_known_.size(); ++i) {
      std::size_t at = mix_bits(states_known_[i].stream.value) & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = i + 1;
    }
  }
  std::size_t at = mix_bits(stream.value) & (slots_.size() - 1);
  while (slots_[at] != 0 && states_known_[slots_[at] - 1].stream != stream) at = (at + 1) & (slots_.size() - 1);
  if (slots_[at] == 0) {
    states_known_.push_back({.stream = stream});
    slots_[at] = static_cast<std::uint32_t>(states_known_.size());
  }
  return states_known_[slots_[at] - 1];
}

void Coverage::observe(const Observation& seen, ObservationId) {
  schedule_.add((static_cast<std::uint64_t>(seen.kind) << 32) | seen.process.value);
  const std::uint64_t here =
      mix_bits(role_of(seen.process) ^ (static_cast<std::uint64_t>(seen.kind) << 8) ^ detail_of(seen));
  State* state = seen.stream.value == 0 ? nullptr : &state_of(seen.stream);
  if (state) {
    const bool same = state->last_process == seen.process;
    if (state->last != 0) pairs_.insert(mix_bits(mix_bits(state->last) + here + (same ? 1 : 0)));
    state->last = here;
    state->last_process = seen.process;
  }
  count(seen, state);
  if (state) note_state(*state);
}

void Coverage::count(const Observation& seen, State* state) {
  switch (seen.kind) {
    case process_crashed:
    case process_paused: ++down_; return;
    case process_started: down_ = std::max(0, seen.a > 1 ? down_ - 1 : down_); return;
    case process_resumed: --down_; return;
    case command_enqueued: queued_ = static_cast<std::int32_t>(seen.a); return;
    case command_dispatched: queued_ = static_cast<std::int32_t>(seen.b); return;
    case event_held: held_ = static_cast<std::int32_t>(seen.b); return;
    default: break;
  }
  if (!state) return;
  switch (seen.kind) {
    case state_requested: ++state->waiting; break;
    case state_entered:
      ++state->inside;
      state->waiting = std::max(0, state->waiting - 1);
      break;
    case state_left: state->inside = std::max(0, state->inside - 1); break;
    case command_accepted: ++state->commands; break;
    case command_completed: state->commands = std::max(0, state->commands - 1); break;
    case event_appended: ++state->unpublished; break;
    case event_published: state->unpublished = std::max(0, state->unpublished - 1); break;
    default: break;
  }
}

void Coverage::note_state(const State& state) {
  std::uint64_t word = state.stream.category().value;
  const std::uint64_t steps[] = {step_of(state.inside),      step_of(state.waiting), step_of(state.commands, 3),
                                 step_of(state.unpublished), step_of(down_, 1),      step_of(queued_),
                                 step_of(held_, 1)};
  for (const std::uint64_t step : steps) {
    word = word << 2 | step;
  }
  states_.insert(mix_bits(word + 1));
}

}  // namespace crisper::properties
