#include "tests/properties/search/check/toy_system.hpp"

#include <algorithm>

namespace crisper::properties::check {
namespace {

constexpr std::uint32_t nobody = 90;
constexpr std::uint32_t alarm_clock = 91;

}  // namespace

void ToySystem::execute(Chooser& chooser) {
  const std::size_t count = spec_.processes.size();
  states_.assign(count, 0);
  pending_.clear();
  sent_.clear();
  rung_ = 0;
  told_.assign(count + 1, {});
  stopped_ = false;
  for (const ToySend& message : spec_.at_start) send(chooser, nobody, message, spec_.lifetime, 0);
  std::uint32_t taken = 0;
  while (true) {
    const std::vector<Step> steps = possible();
    if (steps.empty()) return;
    const std::size_t choice = chooser.next(steps);
    if (choice == Chooser::stop) {
      stopped_ = true;
      return;
    }
    ++taken;
    if (steps[choice].is_time()) {
      for (auto& each : told_) each.push_back(steps[choice].id);
      send(chooser, alarm_clock, spec_.alarms[rung_++], spec_.lifetime, taken);
      continue;
    }
    const auto here = std::ranges::find(pending_, steps[choice].id, [](const Pending& each) { return each.step.id; });
    const Pending pending = *here;
    pending_.erase(here);
    deliver(chooser, pending, taken);
  }
}

std::vector<Step> ToySystem::possible() const {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const auto blocks = [&](const Pending& earlier) {
      return pending_[i].step.channel != 0 && earlier.step.channel == pending_[i].step.channel;
    };
    if (std::none_of(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(i), blocks))
      steps.push_back(pending_[i].step);
  }
  if (rung_ < spec_.alarms.size()) steps.push_back({.id = Step::time_id, .process = Step::everyone});
  return steps;
}

void ToySystem::send(Chooser& chooser, std::uint32_t from, const ToySend& message, std::uint32_t lives,
                     std::uint32_t born) {
  if (lives == 0) return;
  const std::uint32_t nth = ++sent_[{from, message.to}];
  const bool lost = chooser.goes_wrong(Mishap::loss);
  const bool doubled = !lost && chooser.goes_wrong(Mishap::duplicate);
  const std::uint64_t id = (std::uint64_t{from} * 100 + message.to) * 1000 + nth * 2;
  for (auto& each : told_) {
    // A loss belongs to the step of its sender; the class must tell which of two executions it was.
    if (lost && &each == &told_[from < states_.size() ? from : states_.size()]) each.push_back(id * 10 + 7);
  }
  if (lost) return;
  const std::uint32_t channel = spec_.in_order && from != nobody ? from * 100 + message.to + 1 : 0;
  pending_.push_back({.step = {.id = id, .process = message.to, .channel = channel, .born = born},
                      .message = message,
                      .lives = lives - 1,
                      .doubled = doubled});
}

void ToySystem::deliver(Chooser& chooser, const Pending& pending, std::uint32_t born) {
  const std::uint32_t self = pending.step.process;
  std::uint32_t& state = states_[self];
  told_[self].push_back(pending.step.id * 10);
  const ToyReaction& reaction = spec_.processes[self][state][pending.message.what];
  state = reaction.next_state;
  if (reaction.touches_history) {
    chooser.touches_history(0);
    told_.back().push_back(pending.step.id * 10);
  }
  if (pending.doubled) {
    Pending copy = pending;
    copy.step.id += 1;
    copy.step.channel = 0;
    copy.step.born = born;
    copy.doubled = false;
    pending_.push_back(copy);
  }
  for (const ToySend& message : reaction.sends) send(chooser, self, message, pending.lives, born);
  if (spec_.may_crash && chooser.goes_wrong(Mishap::crash)) {
    state = 0;
    told_[self].push_back(9);
  }
}

}  // namespace crisper::properties::check
