// The smallest failing run of each cause of a hunt, made again with all its evidence and saved so that it can be
// replayed.
#pragma once

#include <chrono>
#include <filesystem>

#include "properties/search/explore/hunt_run.hpp"
#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::cli {

/// Into folders "1-single-writer", "2-crash" … below `folder`, which is emptied first; fills in `replay` and `remark`
/// of the causes. Each run is made in a process of its own, for at most `run_time_max`, since it may be one that dies.
void save_causes(properties::HuntSummary& summary, const properties::HuntFile& file,
                 const properties::HuntSubject& subject, const std::filesystem::path& folder,
                 std::chrono::milliseconds run_time_max);

}  // namespace crisper::cli
