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

/// A mean time and by how much it may be off: "14.8ms ±0.6ms"; "up to 75ns" where it may be off by all of it.
std::string time_within(double mean_ns, double within_ns);

/// The median, with as many digits as one compares, and with it that of what it may be off by, as time_within has it;
/// "-" where no run measured it, or none how sure its mean is.
std::string sweep_cell(const properties::SweepGroup& group, const SweepColumn& column);

/// A value of that column.
std::string sweep_value(double value, const SweepColumn& column);

}  // namespace crisper::reports
