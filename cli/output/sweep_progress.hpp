// How far a sweep has come, as a line.
#pragma once

#include "cli/output/progress.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::cli {

void show(Progress& progress, const properties::SweepProgress& now);

}  // namespace crisper::cli
