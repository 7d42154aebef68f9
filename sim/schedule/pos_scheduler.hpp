// PosScheduler: every message has a priority of its own; when one is delivered, those that wait for the same receiver,
// with which it raced, draw new ones. So each order of racing messages is about as likely as the others, where a random
// walk prefers those that differ by much.
//
// Yuan, Yang, Gu: "Partial Order Aware Concurrency Sampling", CAV 2018.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/rng.hpp"
#include "sim/schedule/scheduler.hpp"

namespace crisper::sim {

class PosScheduler final : public Scheduler {
 public:
  explicit PosScheduler(std::uint64_t key) : key_(Rng(key).fork("pos").next()) {}

  std::size_t choose(std::span<const Ready> ready) override {
    const std::size_t best = place_of_highest(ready, [&](const Ready& each) { return priority_of(each); });
    const std::uint32_t receiver = ready[best].to.value;
    if (receiver >= delivered_.size()) delivered_.resize(receiver + std::size_t{1});
    ++delivered_[receiver];
    return best;
  }

 private:
  /// Of the message and of how many its receiver has had: a delivery changes it for all that wait for that receiver.
  std::uint64_t priority_of(const Ready& ready) const {
    const std::uint64_t had = ready.to.value < delivered_.size() ? delivered_[ready.to.value] : 0;
    return mix_bits(key_ ^ mix_bits(ready.attempt.value) ^ mix_bits((std::uint64_t{ready.to.value} << 32) + had));
  }

  std::uint64_t key_;
  std::vector<std::uint64_t> delivered_;  ///< by receiver
};

}  // namespace crisper::sim
