// What the command line says of a sweep: its seeds, and what is to vary.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

/// The seeds of "7", "1,5,9" or "1..200", as a scenario's own section would read them. Fails with one line.
Result<std::vector<std::string>, std::string> seeds_from(const std::string& text);

/// The axes of several "path=[a, b]", of which none sets what another does. Fails with one line that names the option.
Result<std::vector<sim::SweepAxis>, std::string> axes_from(const char* option, const std::vector<std::string>& texts);

/// What the command line sets is swept no more.
void drop_axis(sim::Scenario& scenario, const std::string& path);
/// The same for each "path=value".
void drop_axes(sim::Scenario& scenario, const std::vector<std::string>& settings);

}  // namespace crisper::cli
