// Sweep as JSON and as CSV, for other programs; docs/formats/sweep_json.md says what is in them.
#pragma once

#include <string>

#include "properties/capacity/capacity.hpp"
#include "properties/compare/comparison.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::reports {

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced. Of a
/// comparison with what its designs are to each other; null: it is none.
std::string sweep_json(const properties::SweepResult& result, const properties::Comparison* comparison = nullptr);
/// Of a search for a capacity with what it found.
std::string sweep_json(const properties::SweepResult& result, const properties::Capacity& capacity);

/// A header and a line for each group, as RFC 4180 has it but with line feeds alone. A measure that a group had in no
/// run is an empty cell.
std::string sweep_csv(const properties::SweepResult& result);

}  // namespace crisper::reports
