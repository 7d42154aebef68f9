// Where the live copy of a trace lies while its run goes on (sim/trace/live_copy.hpp).
#pragma once

#include <filesystem>

#include "sim/trace/partial_file.hpp"

namespace crisper::sim {

inline constexpr const char* live_ending = ".live";

inline std::filesystem::path live_path_of(const std::filesystem::path& trace) {
  return trace.string() + live_ending + PartialFile::suffix;
}

/// Whether a file is called as a live copy is.
inline bool is_live_path(const std::filesystem::path& path) {
  return path.extension() == PartialFile::suffix && path.stem().extension() == live_ending;
}

}  // namespace crisper::sim
