// shrink: the smallest workload, plan and schedule that still fail for the same reason.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "properties/search/shrink/case_size.hpp"
#include "properties/search/shrink/leeway.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

struct ShrinkOptions {
  std::string property{};  ///< which failure, where there are several; empty: the first
  ShrinkLimits limits{};
  std::size_t vary_runs_max = 400;  ///< to find out what could be otherwise; 0: it isn't asked
  std::function<bool(const SmallestSoFar&)> watch{};  ///< between rounds, for a progress line; false: stop
};

struct Shrunk {
  RunCase smallest;  ///< judged by all that the original was judged by
  Cause cause;
  std::string reason;              ///< the sentence of the smallest run's violation
  std::uint64_t digest = 0;        ///< of the smallest run; zero where its process died
  std::vector<std::string> chain;  ///< from the fault to the violation, in sentences
  std::vector<Leeway> leeway{};    ///< what could be otherwise; empty where it isn't minimal, or wasn't asked
  CaseSize before{};
  CaseSize after{};
  bool minimal = true;         ///< no single step or fault can go; false where the runs gave out
  bool moved_to_fast = false;  ///< it failed on simgrid and does so on fast
  std::string machine_trouble{};  ///< why it stopped, where the machine gave out
  std::size_t rounds = 0;
  ShrinkStatistics statistics{};
};

/// Why nothing was shrunk, in one line: the run passes, or can't be made. Throws sim::MachineTrouble where the machine
/// gives out before anything is known.
Result<Shrunk, std::string> shrink(const RunCase& failing, const ShrinkOptions& options = {});

}  // namespace crisper::properties
