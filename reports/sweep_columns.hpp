// SweepColumns: which measures of a sweep stand in its table, whatever that is written as.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/sweep/sweep.hpp"

namespace crisper::reports {

struct SweepColumn {
  std::string_view title;
  std::string_view measure;
  bool is_time = false;
  std::string_view within{};  ///< the measure that says by how much it may be off in one run; empty: none does
};

/// Those of what the sweep varies that anybody measured; of orders and commands only one.
std::vector<SweepColumn> sweep_columns(const properties::SweepResult& result);

/// The median, with as many digits as one compares, and behind "±" that of what it may be off by; "-" where no run
/// measured it.
std::string sweep_cell(const properties::SweepGroup& group, const SweepColumn& column);

/// A value of that column.
std::string sweep_value(double value, const SweepColumn& column);

}  // namespace crisper::reports
