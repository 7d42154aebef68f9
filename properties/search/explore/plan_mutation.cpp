#include "properties/search/explore/plan_mutation.hpp"

#include <algorithm>
#include <array>

namespace crisper::properties {
namespace {

using sim::Fault;
using Faults = std::vector<Fault>;

constexpr std::size_t faults_max = 100'000;

using Change = void (*)(Faults& faults, const Faults& other, Rng& rng);

Fault& any(Faults& faults, Rng& rng) { return faults[rng.below(faults.size())]; }

void drop_one(Faults& faults, const Faults&, Rng& rng) {
  faults.erase(faults.begin() + static_cast<std::ptrdiff_t>(rng.below(faults.size())));
}

/// Up to a quarter of them at once: that is how a plan becomes short.
void drop_some(Faults& faults, const Faults&, Rng& rng) {
  const std::uint64_t count = 1 + rng.below(faults.size() / 4 + 1);
  const std::uint64_t first = rng.below(faults.size());
  const auto begin = faults.begin() + static_cast<std::ptrdiff_t>(first);
  faults.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(count, faults.size() - first)));
}

/// Another packet of the link; another moment.
void move_one(Faults& faults, const Faults&, Rng& rng) {
  Fault& fault = any(faults, rng);
  fault.chosen = true;
  if (is_message_fault(fault.kind)) {
    const std::int64_t nth = static_cast<std::int64_t>(fault.nth) + rng.between(std::int64_t{-8}, std::int64_t{8});
    fault.nth = static_cast<std::uint64_t>(std::max<std::int64_t>(1, nth));
    return;
  }
  const Duration since_start = fault.at - sim_start;
  // By a little, or to anywhere up to twice as late.
  const Duration moved = rng.below(2) == 0 ? since_start + rng.between(-since_start / 8, since_start / 8)
                                           : rng.between(Duration(0), 2 * since_start);
  fault.at = sim_start + std::max(moved, Duration(0));
}

void repeat_one(Faults& faults, const Faults&, Rng& rng) {
  Fault fault = any(faults, rng);
  if (!is_message_fault(fault.kind)) return;
  fault.nth += 1 + rng.below(16);
  fault.chosen = true;
  faults.push_back(std::move(fault));
}

/// Half as long, twice as long, or something between.
void resize_one(Faults& faults, const Faults&, Rng& rng) {
  Fault& fault = any(faults, rng);
  fault.chosen = true;
  const auto resized = [&](Duration span) { return span <= Duration(0) ? span : rng.between(span / 2, span * 2); };
  fault.amount = resized(fault.amount);
  if (fault.lasting) fault.lasting = resized(*fault.lasting);
  if (fault.restart_after) fault.restart_after = resized(*fault.restart_after);
}

/// To the link or the victim of another fault of its sort.
void redirect_one(Faults& faults, const Faults&, Rng& rng) {
  Fault& fault = any(faults, rng);
  const Fault& model = any(faults, rng);
  if (is_message_fault(fault.kind) != is_message_fault(model.kind)) return;
  if (!is_message_fault(fault.kind) && fault.kind != model.kind) return;
  fault.chosen = true;
  fault.from = model.from;
  fault.to = model.to;
  fault.newcomers = model.newcomers;
  if (is_message_fault(fault.kind)) fault.nth = model.nth + 1;
}

void borrow_one(Faults& faults, const Faults& other, Rng& rng) {
  if (other.empty()) return;
  faults.push_back(other[rng.below(other.size())]);
  faults.back().chosen = true;
}

constexpr auto changes =
    std::to_array<Change>({drop_one, drop_some, move_one, move_one, repeat_one, resize_one, redirect_one, borrow_one});

}  // namespace

sim::FaultPlan mutate(sim::FaultPlan plan, const sim::FaultPlan& other, Rng rng) {
  Faults& faults = plan.faults;
  std::uint64_t left = std::uint64_t{1} << rng.below(4);
  for (; left > 0; --left) {
    const Change change = faults.empty() ? borrow_one : changes[rng.below(changes.size())];
    change(faults, other.faults, rng);
    if (faults.size() > faults_max) faults.resize(faults_max);
  }
  return plan;
}

}  // namespace crisper::properties
