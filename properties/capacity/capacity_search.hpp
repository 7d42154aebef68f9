// Capacity search: runs what a rate search asks for, one rate after the other, each with several seeds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "properties/capacity/capacity.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::properties {

/// One run of a search: which rate, which seed.
using RateRun = std::pair<std::string, std::uint64_t>;

struct CapacityPlan {
  std::string path;  ///< of the rate, in the scenario
  RateRange range;
  std::vector<std::uint64_t> seeds;  ///< of every rate; what is found is run again with as many others
  /// Which others; empty: the confirming_seeds of those. A shard has its part of the whole search's.
  std::vector<std::uint64_t> confirming{};
};

struct CapacitySearchOptions {
  std::string engine;       ///< of a scenario that names none
  std::size_t at_once = 1;  ///< child processes; changes how long it takes and nothing else
  std::map<RateRun, RunSummary> known{};  ///< runs that were made before, and are not made again
  /// After each run that was made, in the order in which they end.
  std::function<void(const RateRun&, const RunSummary&)> on_run{};
  /// Before the first run of a rate: which, and how many runs it takes.
  std::function<void(const NextRate&, std::size_t runs)> on_rate{};
  std::function<bool()> is_interrupted = [] { return false; };
  std::string flaw{};  ///< why what is known is not all that was to be put together: then nothing is run, nor told
};

struct CapacityResult {
  SweepResult sweep;  ///< the rate is its axis; groups from the lowest rate on
  Capacity capacity;
};

/// Fails with one line where the scenario refuses a rate. The same whatever was known before. Costs the runs of about
/// fifteen rates.
Result<CapacityResult, std::string> find_capacity(const sim::Scenario& scenario, const CapacityPlan& plan,
                                                  const CapacitySearchOptions& options);

/// As many others, behind the greatest.
std::vector<std::uint64_t> confirming_seeds(const std::vector<std::uint64_t>& seeds);

}  // namespace crisper::properties
