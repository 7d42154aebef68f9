// The failures of saved runs as stories: each is made again, explained, and drawn.
#pragma once

#include <filesystem>
#include <vector>

#include "properties/search/explore/hunt_summary.hpp"
#include "reports/document/failure_story.hpp"

namespace crisper::cli {

/// Makes runs again. A process can make one on simgrid, no more; further ones are said to be left out.
class StoryTeller {
 public:
  /// `used_simgrid`: this process has made its run already.
  explicit StoryTeller(bool used_simgrid) : used_simgrid_(used_simgrid) {}

  /// Of the run in a folder that failed: of its shrunk case, if there is one; else of the run itself, where it is small
  /// enough. `about` says which, or why there is none.
  reports::FailureStory tell_run(const std::filesystem::path& folder, const properties::RunResult& result);
  /// Of a cause of a hunt.
  reports::FailureStory tell_cause(const std::filesystem::path& hunt, const properties::HuntCause& cause);

 private:
  /// Puts into the story what the run at `path` (a folder, or a case) tells. False where it can't: `about` says why.
  bool retell(reports::FailureStory& story, const std::filesystem::path& path);

  bool used_simgrid_;
};

}  // namespace crisper::cli
