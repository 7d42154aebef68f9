// asks_back: a consumer that must ask what an event lacks.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_asks_back(const LintInput& in, LintFindings& found) {
  for (const auto& reaction : in.domain->reactions()) {
    if (reaction->asks().empty()) continue;
    found.note("design.consumers." + reaction->name(),
               fmt::format("{} asks {} about each event that lacks what it needs, and all behind it waits for the "
                           "answer",
                           reaction->name(), reaction->asks()));
  }
}

}  // namespace

LintRule lint_rules::asks_back() {
  return {.name = "asks_back",
          .meaning = "a consumer that must ask back: a reaction that asks a view for what the event lacks",
          .why =
              "each event costs two messages more and a wait; what it is told is as old as the view, and another "
              "the next time",
          .mend =
              "an event that says what its consumers need (an enricher may add it once, for all of them), or a "
              "memory of its own",
          .known = "R62, messages should contain all that is needed",
          .level = LintLevel::note,
          .look = find_asks_back};
}

}  // namespace crisper::properties
