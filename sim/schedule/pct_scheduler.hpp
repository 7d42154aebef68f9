// PctScheduler: the link of highest priority goes first; at a few points drawn beforehand the one that would go falls
// behind all others. A bug that needs d orderings to come together is found with probability at least 1 / (n k^(d-1))
// for n links and k deliveries, where a random walk's chance falls with every delivery.
//
// Burckhardt, Kothari, Musuvathi, Nagarakatti: "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs",
// ASPLOS 2010. For messages instead of threads: Ozkan, Majumdar, Niksic, Befrouei, Weissenbacher: "Randomized Testing
// of Distributed Systems with Probabilistic Guarantees", OOPSLA 2018, whose chains are here the links: what one process
// sends another is a chain, since it keeps its order.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/schedule/scheduler.hpp"

namespace crisper::sim {

struct PctOptions {
  std::uint64_t key = 1;
  std::uint32_t depth = 3;       ///< d: one more than there are change points
  std::uint64_t length = 1000;   ///< k: about how many deliveries a run has; change points lie below it
};

class PctScheduler final : public Scheduler {
 public:
  explicit PctScheduler(const PctOptions& options);
  std::size_t choose(std::span<const Ready> ready) override;

 private:
  std::uint64_t priority_of(const Ready& ready);
  std::size_t highest(std::span<const Ready> ready);

  std::uint64_t key_;
  std::uint64_t steps_ = 0;
  std::multimap<std::uint64_t, std::uint64_t> changes_;  ///< from a step to the priority that falls to the one going
  std::vector<std::uint64_t> priorities_;                ///< by link; zero: not asked for yet
};

}  // namespace crisper::sim
