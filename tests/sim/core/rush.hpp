// Rush: many customers at once for the few meals of one fridge, over many seeds: what goes wrong under a design.
#pragma once

#include <functional>
#include <string>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {

Scene rush(std::uint64_t seed);

/// Holders that stop for longer than their lease, while what they have sent is under way; and whose clocks have all but
/// stopped, so that they don't know.
void distrust_the_holders(Scene& scene);

/// Answers of the event store that come so late that whoever waits for them has time to lose what it holds. Nothing
/// else is wrong: what a handler sends arrives, and clocks tell the truth.
void slow_reads(Scene& scene);

struct Tally {
  int wrong = 0;
  int oversold = 0;
  std::uint64_t stale = 0;
  std::uint64_t moved_on = 0;
  std::uint64_t paused = 0, skewed = 0, delayed = 0, crashed = 0, expired = 0;
  std::uint64_t leaders = 0, sessions_lost = 0, refused = 0;
  std::uint64_t handled = 0, activated = 0, left = 0, given_up = 0, dead = 0;
  std::string first;
};

Tally over_seeds(const std::function<void(Scene&)>& choose, std::uint64_t seeds = 40);

}  // namespace crisper::sim::pipeline
