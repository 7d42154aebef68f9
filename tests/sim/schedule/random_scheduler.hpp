// RandomScheduler: any of the packets that may go next, each as likely as the others: the plainest of schedulers, for
// tests of what a scheduler may do.
#pragma once

#include "core/base/rng.hpp"
#include "sim/schedule/scheduler.hpp"

namespace crisper::sim::test {

class RandomScheduler final : public Scheduler {
 public:
  explicit RandomScheduler(std::uint64_t seed) : rng_(Rng(seed).fork("schedule")) {}
  std::size_t choose(std::span<const Ready> ready) override {
    return static_cast<std::size_t>(rng_.below(ready.size()));
  }

 private:
  Rng rng_;
};

}  // namespace crisper::sim::test
