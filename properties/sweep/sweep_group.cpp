#include "properties/sweep/sweep_group.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::properties {
namespace {

SweepMeasure measure_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  const bool odd = values.size() % 2 == 1;
  return {.runs = values.size(),
          .median = odd ? values[middle] : values[middle - 1] + (values[middle] - values[middle - 1]) / 2,
          .least = values.front(),
          .most = values.back()};
}

}  // namespace

const SeedOutcome* SweepGroup::first_trouble() const {
  if (verdict() == Verdict::pass) return nullptr;
  return &*std::ranges::find(seeds, verdict(), &SeedOutcome::verdict);
}

const SeedOutcome* SweepGroup::first_to_repeat() const {
  if (verdict() == Verdict::pass) return nullptr;
  const auto found = std::ranges::find_if(seeds, [&](const SeedOutcome& each) {
    return each.verdict == verdict() && !tells_of_no_run(each.reason);
  });
  return found == seeds.end() ? nullptr : &*found;
}

SweepGroupBuilder::SweepGroupBuilder(std::vector<std::uint64_t> seeds, std::vector<std::string> kept)
    : kept_(std::move(kept)) {
  for (const std::uint64_t seed : seeds) {
    seeds_.push_back({.seed = seed, .verdict = Verdict::unknown, .digest = {}, .reason = {}});
  }
}

void SweepGroupBuilder::add(std::size_t place, RunSummary summary) {
  CRISPER_ASSERT(place < seeds_.size() && !is_complete(), "each seed of a group runs once");
  ++added_;
  SeedOutcome& outcome = seeds_[place];
  outcome.verdict = summary.verdict;
  outcome.digest = std::move(summary.digest);
  if (summary.verdict == Verdict::unknown) outcome.reason = std::move(summary.reason);
  const auto head = std::ranges::find_if(summary.failed, [&](const RunSummary::Failed& each) {
    return tells_by(summary.reason, each.property);
  });
  const std::uint32_t place_of_head = head == summary.failed.end() ? 0 : head->place;
  for (RunSummary::Failed& failed : summary.failed) {
    Failure& failure = failures_[{failed.place, failed.property}];
    const Standing standing = failed.is_symptom              ? Standing::symptom
                              : failed.place < place_of_head ? Standing::passed_over
                                                             : Standing::told;
    failure.standing = std::min(failure.standing, standing);
    if (failure.told.runs++ > 0 && failure.first_place < place) continue;
    failure.first_place = place;
    failure.told.property = std::move(failed.property);
    failure.told.first_seed = outcome.seed;
    failure.told.reason = std::move(failed.reason);
  }
  for (const std::string& name : kept_) {
    const auto measured = summary.measures.find(name);
    if (measured != summary.measures.end()) outcome.measures.insert(*measured);
  }
  for (const auto& [name, value] : summary.measures) values_[name].push_back(value);
}

SweepGroup SweepGroupBuilder::finish() {
  CRISPER_ASSERT(is_complete(), "a group is told when all of its seeds have run");
  SweepGroup group;
  for (const SeedOutcome& seed : seeds_) {
    group.passed += seed.verdict == Verdict::pass;
    group.failed += seed.verdict == Verdict::fail;
    group.unknown += seed.verdict == Verdict::unknown;
  }
  for (const Standing standing : {Standing::told, Standing::passed_over, Standing::symptom}) {
    for (auto& [key, failure] : failures_) {
      if (failure.standing == standing) group.failures.push_back(std::move(failure.told));
    }
  }
  for (auto& [name, values] : values_) group.measures[name] = measure_of(std::move(values));
  group.seeds = std::move(seeds_);
  return group;
}

}  // namespace crisper::properties
