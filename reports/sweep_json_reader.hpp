// Sweep JSON, read back: what `sweep_json` wrote.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "properties/capacity/capacity.hpp"
#include "properties/compare/comparison.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::reports {

/// Fails with one line, which names the file and the place in it, where it isn't the JSON of a sweep, or one that no
/// sweep writes: a verdict that doesn't follow from the seeds.
Result<properties::SweepResult, std::string> read_sweep_json(std::string_view text, const std::string& file);

/// The comparison in it; nothing where it is a sweep without one. What follows from the sweep is made again from
/// `sweep`, which was read from the same text: only what was asked for, and where runs part, is read.
Result<std::optional<properties::Comparison>, std::string> read_comparison(std::string_view text,
                                                                           const std::string& file,
                                                                           const properties::SweepResult& sweep);

/// The capacity in it, likewise: what was searched is read, what was found is made again.
Result<std::optional<properties::Capacity>, std::string> read_capacity(std::string_view text, const std::string& file,
                                                                       const properties::SweepResult& sweep);

}  // namespace crisper::reports
