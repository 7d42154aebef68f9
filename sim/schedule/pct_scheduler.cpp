#include "sim/schedule/pct_scheduler.hpp"

#include "core/base/rng.hpp"

namespace crisper::sim {
namespace {

/// Those that nobody has lowered stand above all that fell.
constexpr std::uint64_t never_fell = std::uint64_t{1} << 63;

}  // namespace

PctScheduler::PctScheduler(const PctOptions& options) : key_(Rng(options.key).fork("priorities").next()) {
  Rng rng = Rng(options.key).fork("changes");
  for (std::uint64_t change = 1; change < options.depth; ++change) {
    changes_.emplace(1 + rng.below(options.length == 0 ? 1 : options.length), options.depth - change);
  }
}

std::uint64_t PctScheduler::priority_of(const Ready& ready) {
  if (ready.link >= priorities_.size()) priorities_.resize(ready.link + std::size_t{1});
  std::uint64_t& priority = priorities_[ready.link];
  if (priority == 0) {
    const std::uint64_t ends = (static_cast<std::uint64_t>(ready.from.value) << 32) | ready.to.value;
    priority = mix_bits(key_ ^ mix_bits(ends)) | never_fell;
  }
  return priority;
}

std::size_t PctScheduler::highest(std::span<const Ready> ready) {
  return place_of_highest(ready, [&](const Ready& each) { return priority_of(each); });
}

std::size_t PctScheduler::choose(std::span<const Ready> ready) {
  ++steps_;
  std::size_t chosen = highest(ready);
  for (auto [change, end] = changes_.equal_range(steps_); change != end; ++change) {
    priorities_[ready[chosen].link] = change->second;
    chosen = highest(ready);
  }
  return chosen;
}

}  // namespace crisper::sim
