#include "sim/schedule/surw_scheduler.hpp"

#include <algorithm>
#include <vector>

namespace crisper::sim {

SurwScheduler::SurwScheduler(std::uint64_t key, const DeliveryCounts& counts) : rng_(Rng(key).fork("surw")) {
  std::vector<ProcessId> contended;
  for (const auto& [receiver, senders] : counts) {
    if (senders.size() > 1) contended.push_back(receiver);
  }
  if (contended.empty()) return;
  contended_ = contended[rng_.below(contended.size())];
  left_ = counts.at(contended_);
  intend();
}

void SurwScheduler::intend() {
  intended_ = {};
  std::uint64_t all = 0;
  for (const auto& [sender, left] : left_) all += left;
  if (all == 0) return;
  std::uint64_t place = rng_.below(all);
  for (const auto& [sender, left] : left_) {
    if (place < left) {
      intended_ = sender;
      return;
    }
    place -= left;
  }
}

std::size_t SurwScheduler::choose(std::span<const Ready> ready) {
  const auto is_of_it = [&](const Ready& each) { return each.to == contended_ && races(each); };
  // Whoever need not wait, each as likely; those that race with the intended one wait for it.
  std::size_t chosen = ready.size();
  std::uint64_t free = 0;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    if (is_of_it(ready[i]) && ready[i].from != intended_) continue;
    if (rng_.below(++free) == 0) chosen = i;
  }
  if (chosen == ready.size()) chosen = drawn_among(ready);
  if (!is_of_it(ready[chosen])) return chosen;
  std::uint64_t& left = left_[ready[chosen].from];
  if (left > 0) --left;
  if (ready[chosen].from == intended_ || (left == 0 && left_[intended_] == 0)) intend();
  return chosen;
}

std::size_t SurwScheduler::drawn_among(std::span<const Ready> ready) {
  const auto weight = [&](const Ready& each) {
    const auto known = left_.find(each.from);
    return known == left_.end() ? 1 : std::max<std::uint64_t>(1, known->second);
  };
  std::uint64_t all = 0;
  for (const Ready& each : ready) all += weight(each);
  std::uint64_t place = rng_.below(all);
  for (std::size_t i = 0; i < ready.size(); ++i) {
    if (place < weight(ready[i])) return i;
    place -= weight(ready[i]);
  }
  return 0;
}

}  // namespace crisper::sim
