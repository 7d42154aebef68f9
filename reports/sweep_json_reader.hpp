// Sweep JSON, read back: what `sweep_json` wrote.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::reports {

/// Fails with one line, which names the file and the place in it, where it isn't the JSON of a sweep, or one that no
/// sweep writes: a verdict that doesn't follow from the seeds.
Result<properties::SweepResult, std::string> read_sweep_json(std::string_view text, const std::string& file);

}  // namespace crisper::reports
