// SurwScheduler: selectively uniform random walk. Of one process that several others send to, every order of their
// messages is about as likely as any other; what goes to everybody else goes in any order. A random walk that takes
// each sender alike makes orders in which one of them is done early exponentially rare, and a bug that needs one is
// then hardly ever met.
//
// Zhao, Wolff, Mathur, Roychoudhury: "Selectively Uniform Concurrency Testing", ASPLOS 2025. The next to deliver to the
// process is drawn in proportion to how many messages each sender still has for it, as counted in a trial run; until it
// comes, others of that process wait, and everything else goes on.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "core/base/rng.hpp"
#include "sim/schedule/scheduler.hpp"

namespace crisper::sim {

/// By receiver, then sender: how many messages.
using DeliveryCounts = std::map<ProcessId, std::map<ProcessId, std::uint64_t>>;

/// Whether it may race with others for its receiver: an answer is waited for by the one that asked.
inline bool races(const Ready& ready) { return ready.data && ready.kind != MessageKind::reply; }

/// Lets everything go as it comes, and counts: the trial run.
class CountingScheduler final : public Scheduler {
 public:
  std::size_t choose(std::span<const Ready> ready) override {
    if (races(ready[0])) ++counts_[ready[0].to][ready[0].from];
    return 0;
  }
  const DeliveryCounts& counts() const { return counts_; }

 private:
  DeliveryCounts counts_;
};

class SurwScheduler final : public Scheduler {
 public:
  /// Which process it is about follows from the key: each that at least two others send to is as likely as the others.
  SurwScheduler(std::uint64_t key, const DeliveryCounts& counts);

  std::size_t choose(std::span<const Ready> ready) override;
  /// Nobody, where no process has two senders.
  ProcessId contended() const { return contended_; }

 private:
  void intend();
  /// By how many messages each has left; of those that have none left according to the trial run, one.
  std::size_t drawn_among(std::span<const Ready> ready);

  Rng rng_;
  ProcessId contended_{};
  std::map<ProcessId, std::uint64_t> left_;  ///< by sender
  ProcessId intended_{};                     ///< whose message goes next; nobody: nobody has any left
};

}  // namespace crisper::sim
