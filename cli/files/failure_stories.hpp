// The failures of saved runs as stories: each is made again, explained, and drawn.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/files/run_source.hpp"
#include "core/base/result.hpp"
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
  /// Of a cause of a hunt, by its place among them. What `hunt.json` doesn't say of it, its folder may.
  reports::FailureStory tell_cause(const std::filesystem::path& hunt, const properties::HuntCause& cause,
                                   std::size_t place);

 private:
  /// Puts into the story what the run tells that was read from `path`. Fails with a clause that says why it can't.
  Result<void, std::string> retell(reports::FailureStory& story, const LoadedRun& loaded,
                                   const std::filesystem::path& path);
  Result<void, std::string> retell_whole(reports::FailureStory& story, const std::filesystem::path& folder,
                                         const properties::RunResult& result);

  bool used_simgrid_;
};

}  // namespace crisper::cli
