#include "reports/document/failure_story.hpp"

#include <fmt/format.h>

#include "core/base/counted.hpp"

namespace crisper::reports {

void add_story(Section& section, const FailureStory& story) {
  section.blocks.emplace_back(Paragraph{story.property.empty() ? story.reason : story.property + ": " + story.reason,
                                        Tone::bad});
  if (!story.about.empty()) section.blocks.emplace_back(Paragraph{story.about});
  if (!story.sentences.empty()) {
    section.blocks.emplace_back(Paragraph{"What happened, step by step; the numbers are those in the picture:"});
    section.blocks.emplace_back(NumberedList{story.sentences});
  }
  if (!story.diagram.arrows.empty()) {
    std::string words = "The messages that led to it, each from its sender to its receiver, time from top to bottom.";
    if (story.diagram.left_out > 0) {
      words += fmt::format(" {} not drawn.", counted(story.diagram.left_out, "further message is",
                                                     "further messages are"));
    }
    section.blocks.emplace_back(Paragraph{words});
    section.blocks.emplace_back(story.diagram);
  }
  if (!story.leeway.empty()) {
    section.blocks.emplace_back(Paragraph{"What could be otherwise, with all else as it is, and it still fails:"});
    section.blocks.emplace_back(NumberedList{story.leeway});
  }
  if (!story.again.empty()) {
    section.blocks.emplace_back(Paragraph{"To see it again:"});
    section.blocks.emplace_back(Code{story.again});
  }
}

}  // namespace crisper::reports
