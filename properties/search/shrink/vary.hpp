// vary: when a case is small, every part that is left is given other values, to say which of them matter (after the
// explain phase of Hypothesis: MacIver and Hatfield-Dodds). See docs/decisions/0018_what_could_be_otherwise.md.
#pragma once

#include <cstddef>
#include <vector>

#include "properties/search/shrink/leeway.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

/// What is known of each part of the current case that could have another value; the case stays as it is. Tries at
/// most `runs_max` other cases; the parts come in the order of the file, and those that no run was left for are
/// `unknown`. The same case gives the same.
std::vector<Leeway> vary(SmallestSoFar& smallest, std::size_t runs_max);

}  // namespace crisper::properties
