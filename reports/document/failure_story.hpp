// FailureStory: how one failure came about, as its run told it when it was made again.
#pragma once

#include <string>
#include <vector>

#include "reports/document/document.hpp"

namespace crisper::reports {

struct FailureStory {
  std::string property;
  std::string reason;
  std::string about{};   ///< which run is told, in a sentence: the smallest that fails so, and what became of it
  std::string again{};   ///< the command line that shows it; may be empty
  std::vector<std::string> sentences{};  ///< of the explanation; none: `about` says why
  MessageDiagram diagram{};
  std::vector<std::string> leeway{};     ///< what of the run could be otherwise
};

/// The blocks that tell it.
void add_story(Section& section, const FailureStory& story);

}  // namespace crisper::reports
