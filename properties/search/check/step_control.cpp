#include "properties/search/check/step_control.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/base/rng.hpp"

namespace crisper::properties::check {
namespace {

/// By names that don't depend on the order of unrelated steps: sender, receiver, and how many of theirs came before.
std::uint64_t step_of(const sim::Ready& ready) {
  CRISPER_ASSERT(ready.from.value < (1u << 16) && ready.to.value < (1u << 16) && ready.nth < (1u << 30),
                 "a system that can be checked is small");
  return (std::uint64_t{ready.from.value} << 48) | (std::uint64_t{ready.to.value} << 32) | (ready.nth << 1);
}

constexpr std::uint64_t copy_bit = 1;

}  // namespace

std::optional<sim::FaultKind> StepControl::strikes(const sim::Ready&) {
  if (stopped_) return std::nullopt;
  if (chooser_.goes_wrong(Mishap::loss)) return sim::FaultKind::loss;
  if (chooser_.goes_wrong(Mishap::duplicate)) return sim::FaultKind::duplicate;
  return std::nullopt;
}

bool StepControl::may_crash(ProcessId process) const {
  if (std::ranges::find(options_.may_crash, process) != options_.may_crash.end()) return true;
  return others_may_crash_ && others_may_crash_(process);
}

void StepControl::stepped(ProcessId process) {
  if (stopped_ || !may_crash(process)) return;
  if (chooser_.goes_wrong(Mishap::crash)) world_->crash_soon(process, leap_span / 2);
}

void StepControl::under_way(sim::Cookie packet, const sim::Ready& ready, bool, bool) {
  const std::uint64_t id = step_of(ready);
  const bool copy = std::ranges::any_of(pending_, [&](const Pending& each) { return each.step.id == id; });
  const bool in_order = !copy && !options_.reorder;
  pending_.push_back({.packet = packet,
                      .attempt = ready.attempt,
                      .step = {.id = copy ? id | copy_bit : id,
                               .process = ready.to.value,
                               .channel = in_order ? ready.link + 1 : 0,
                               .born = taken_},
                      .original = copy ? id : 0});
}

bool StepControl::passes(AttemptId attempt) {
  const auto here = std::ranges::find(pending_, attempt, &Pending::attempt);
  CRISPER_ASSERT(here != pending_.end(), "a packet is announced before it moves");
  here->at_gate = true;
  return false;
}

void StepControl::gone(AttemptId attempt) {
  const auto here = std::ranges::find(pending_, attempt, &Pending::attempt);
  CRISPER_ASSERT(here != pending_.end(), "a packet is announced before it moves");
  const std::uint64_t id = here->step.id;
  pending_.erase(here);
  for (Pending& each : pending_) {
    if (each.original != id) continue;
    each.original = 0;
    each.step.born = taken_;
  }
}

bool StepControl::is_first(std::size_t place) const {
  const Pending& candidate = pending_[place];
  if (!candidate.at_gate || candidate.original != 0) return false;
  if (candidate.step.channel == 0) return true;
  return std::none_of(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(place),
                      [&](const Pending& earlier) { return earlier.step.channel == candidate.step.channel; });
}

void StepControl::list_possible() {
  possible_.clear();
  places_.clear();
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    if (!is_first(i)) continue;
    possible_.push_back(pending_[i].step);
    places_.push_back(i);
  }
  possible_.push_back({.id = Step::time_id, .process = Step::everyone});
}

void StepControl::before_leap(SimTime) {
  if (stopped_) return;
  if (pending_.empty()) {
    if (quiet_.is_quiet()) {
      ended_quietly_ = true;
      return world_->give_up();
    }
    if (passing_) return;  // still nothing under way: the same step goes on
  }
  list_possible();
  const std::size_t choice = chooser_.next(possible_);
  if (choice == Chooser::stop) {
    stopped_ = true;
    return world_->give_up();
  }
  ++taken_;
  passing_ = possible_[choice].is_time();
  if (!passing_) keeper_->let_go(pending_[places_[choice]].packet, keeper_->time() + Duration(1));
}

bool StepControl::wants(ObservationKind kind) const {
  switch (kind) {
    case ObservationKind::state_entered:
    case ObservationKind::event_appended: return true;
    default: return quiet_.wants(kind);
  }
}

void StepControl::observe(const Observation& observation, ObservationId id) {
  if (quiet_.wants(observation.kind)) quiet_.observe(observation, id);
  switch (observation.kind) {
    case ObservationKind::state_entered:
    case ObservationKind::event_appended: {
      if (stopped_) return;
      // single_writer compares, for each state, who entered it with who appended to it. No other judge of this version
      // finds out by order what two processes did: deadlocks and cycles of calls last until somebody sees them.
      // One history for each state. Two that share a number only make the search try more.
      return chooser_.touches_history(static_cast<std::uint32_t>(mix_bits(observation.stream.value)));
    }
    default: return;
  }
}

}  // namespace crisper::properties::check
