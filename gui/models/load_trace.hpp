// load_trace: reads a trace file into memory. Never writes to it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "gui/models/trace_data.hpp"

namespace crisper::gui {

/// Called with the share that is done, 0 to 1; returns false to stop.
using Progress = std::function<bool(double)>;

/// What is wrong, in one sentence; empty where the reader was told to stop.
struct LoadError {
  std::string message;
  bool cancelled = false;
};

/// Of the live copy of a trace: what is in it now. Refuses whatever TraceReader refuses, and traces of a shape that
/// this version does not know. Costs some 0.6 s of two processors' time and 50 MB for a million observations.
Result<std::shared_ptr<TraceData>, LoadError> load_trace(const std::filesystem::path& path, const Progress& progress);

}  // namespace crisper::gui
