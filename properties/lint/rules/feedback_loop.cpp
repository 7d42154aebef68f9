// feedback_loop: event, command, event, and round again.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "properties/lint/graph_walks.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_feedback_loop(const LintInput& in, LintFindings& found) {
  for (const std::vector<std::string>& loop : loops_of(in.facts.flow)) {
    found.note("domain", fmt::format("{} lead back to themselves: see what ends it", fmt::join(loop, ", ")));
  }
}

}  // namespace

LintRule lint_rules::feedback_loop() {
  return {.name = "feedback_loop",
          .meaning = "messages that lead back to themselves: event, command, event",
          .why = "where nothing ends it, the system works for ever on what nobody asked for",
          .mend =
              "a condition that each round comes nearer to, and that ends it; or one of the links "
              "left out",
          .known = "R07, chains and cycles are visible; hazard 48, event-command-loop (newton#44)",
          .level = LintLevel::note,
          .look = find_feedback_loop};
}

}  // namespace crisper::properties
