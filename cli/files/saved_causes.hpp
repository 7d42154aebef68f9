// The smallest failing run of each cause of a hunt, made again with all its evidence and saved so that it can be
// replayed.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "properties/search/explore/hunt_run.hpp"
#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::cli {

/// Into folders "1-single-writer", "2-crash" … below `folder`; fills in `replay` and `remark` of the causes. Each run
/// is made in a process of its own, for at most `run_time_max`, since it may be one that dies. The folder of each
/// cause, by its place; empty where it was not to be saved.
std::vector<std::filesystem::path> save_causes(properties::HuntSummary& summary, const properties::HuntFile& file,
                                               const properties::HuntSubject& subject,
                                               const std::filesystem::path& folder,
                                               std::chrono::milliseconds run_time_max);

/// A path as a person in the present folder would write it.
std::string shown(const std::filesystem::path& path);

}  // namespace crisper::cli
