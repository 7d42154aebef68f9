// The designs that a comparison is of: several scenarios, or one and what varies in it.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "properties/sweep/sweep_grid.hpp"

namespace crisper::cli {

struct DesignsWanted {
  std::vector<std::string> paths;     ///< of scenario files, one at least
  std::vector<std::string> settings;  ///< "path=value", for all of them
  std::vector<sim::SweepAxis> over;   ///< empty: of one scenario what its own `sweep:` varies
  std::vector<std::string> seeds;     ///< empty: those of the first scenario's `sweep:`, else 1 to 20
  std::string engine;                 ///< empty: each scenario's own, else simgrid
};

struct ComparedDesigns {
  properties::SweepGrid grid;
  std::vector<properties::NamedScenario> scenarios;  ///< as many as paths; the first one's `sweep:` is what is run
  std::string source;                                ///< the first file, as its author wrote it
};

inline constexpr std::size_t compared_designs_max = 64;

/// Fails with one line where a file can't be read, there is only one design, or two can't be compared.
Result<ComparedDesigns, std::string> compared_designs(const DesignsWanted& wanted);

}  // namespace crisper::cli
