// What each stage of a load came to, in a row: the same on the terminal and in documents.
#pragma once

#include <string>
#include <vector>

#include "properties/metrics/metrics.hpp"

namespace crisper::reports {

/// The heads of the columns; the first and the last are words, all between are numbers.
std::vector<std::string> stage_columns();
/// A row for each, as many cells as there are columns; "-" for what was not measured.
std::vector<std::vector<std::string>> stage_rows(const std::vector<properties::IntervalMetrics>& stages);

/// Whether there is something to compare: more than one stage, not counting what came behind them.
bool has_several_stages(const std::vector<properties::IntervalMetrics>& stages);

}  // namespace crisper::reports
