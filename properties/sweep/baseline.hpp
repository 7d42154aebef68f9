// Baseline: a sweep beside one that was kept: what of it may not get worse. A threshold that ratchets: who gets better
// keeps the new sweep as the next baseline.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::properties {

/// A median that is worse or better by more than this share of what it was has changed. The same runs give the same
/// numbers: there is no noise that it would have to allow for, only changes that matter to nobody.
inline constexpr double baseline_slack = 0.01;

/// Of designs that pass in both, by what designs are compared by, in the order of the sweep. Fails with a part of a
/// sentence where they have other seeds, or no design in common.
Result<std::vector<BaselineChange>, std::string> against_baseline(const SweepResult& now, const SweepResult& before,
                                                                  double slack = baseline_slack);

}  // namespace crisper::properties
