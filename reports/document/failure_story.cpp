#include "reports/document/failure_story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/base/counted.hpp"

namespace crisper::reports {

namespace {

/// Which of the sentences the picture shows, it says by their numbers; the last, the failure itself, often has no place
/// of its own there.
std::string numbers_words(const FailureStory& story) {
  std::string missing;
  for (std::size_t number = 1; number <= story.sentences.size(); ++number) {
    const auto is_it = [&](const MessageDiagram::Mark& each) { return each.sentence == number; };
    if (std::ranges::any_of(story.diagram.marks, is_it)) continue;
    missing += fmt::format("{}{}", missing.empty() ? "" : ", ", number);
  }
  if (story.diagram.arrows.empty()) return "What happened, step by step:";
  if (missing.empty()) return "What happened, step by step; the numbers are those in the picture:";
  return fmt::format("What happened, step by step; the numbers are those in the picture, which has none for {}:",
                     missing);
}

}  // namespace

void add_story(Section& section, const FailureStory& story) {
  section.blocks.emplace_back(Paragraph{story.property.empty() ? story.reason : story.property + ": " + story.reason,
                                        Tone::bad});
  if (!story.about.empty()) section.blocks.emplace_back(Paragraph{story.about});
  if (!story.sentences.empty()) {
    section.blocks.emplace_back(Paragraph{numbers_words(story)});
    section.blocks.emplace_back(NumberedList{story.sentences});
  }
  if (!story.diagram.arrows.empty()) {
    std::string words = "The messages that led to it, each from its sender to its receiver, time from top to bottom.";
    const auto has = [&](std::string_view fate) {
      return std::ranges::any_of(story.diagram.arrows, [&](const auto& each) { return fate_of(each) == fate; });
    };
    if (has("never came")) words += " A cross: it never came.";
    if (has("came later")) words += " Half an arrow, dashed: it came, but after all that is told.";
    if (has("still under way")) words += " Half an arrow, still under way: the run ended before it came.";
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
