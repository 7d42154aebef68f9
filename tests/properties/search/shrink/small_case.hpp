// Small failing runs to shrink.
#pragma once

#include <string>

#include "properties/search/shrink/run_case.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

/// The scenario's run of this seed with its workload written out and its faults explicit.
RunCase written_run(const std::string& scenario, std::uint64_t seed);

/// A catalogue without an inbox on a network that duplicates: projection_matches_log fails.
RunCase duplicated_lunch(std::uint64_t seed);

/// The cause by which it fails; nothing where it does not.
std::optional<Cause> cause_of_run(const RunCase& run);

/// How many of the single removals (of a step, of a fault) still fail for this reason: none, of a minimal case.
int removals_that_still_fail(const RunCase& run, const Cause& cause);

/// The case, ready to be shrunk, after its first run.
SmallestSoFar begun(const RunCase& run);

}  // namespace crisper::properties
