// GrowingTrace: a trace that a run is still writing. Until it is whole it can't be read: all of it is one transaction.
#pragma once

#include <filesystem>
#include <optional>

namespace crisper::gui {

struct GrowingTrace {
  std::filesystem::path partial;  ///< where it grows
  std::filesystem::path whole;    ///< where it will be

  /// The name it has for the one who writes it, without the ending of what is partial.
  std::filesystem::path written() const { return partial.parent_path() / partial.stem(); }
  /// Whether the one who began it is still at it. Never writes to it.
  bool has_writer() const;
};

/// What is being written there; `path` as a person names it: a trace, a partial trace, or the folder of a run, which
/// `crisper run` fills only at the end. Nothing where a whole trace is, or none at all.
std::optional<GrowingTrace> growing_trace(const std::filesystem::path& path);

}  // namespace crisper::gui
