// What `--capacity rate=10/s..10000/s` means: which rate of the workload, and from where to where.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "properties/capacity/rate_search.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

struct RateWanted {
  std::string name;  ///< "rate", "lookers", "workload.orders.rate"
  properties::RateRange range;
};

/// Fails with one line that names the option.
Result<RateWanted, std::string> rate_wanted(const std::string& text);

/// The paths of all rates in a scenario's workload that have a say in it, in its order.
std::vector<std::string> rates_of(const sim::Scenario& scenario);

/// The path of that rate: the whole of it, or its end ("orders.rate", "lookers"); "rate" alone is the first one. Fails
/// with one line where there is no such rate or there are several, and names those that there are.
Result<std::string, std::string> rate_path(const std::string& name, const sim::Scenario& scenario);

/// What is to hold, where nothing would ever be too much for it: one line; empty where something has a limit that more
/// load can break: an upper bound, not_saturated, a law of its own business with a deadline.
std::string why_without_limit(const sim::Scenario& scenario);

/// Why the scenario can't have the lowest or the highest of these rates: one line, known before the first run; empty
/// where it can.
std::string why_refused(const sim::Scenario& scenario, const std::string& path, const properties::RateRange& range);

}  // namespace crisper::cli
