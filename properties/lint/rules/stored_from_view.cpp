// stored_from_view: what a view showed, stored as if it were so.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_stored_from_view(const LintInput& in, LintFindings& found) {
  for (const auto& reaction : in.domain->reactions()) {
    if (reaction->asks().empty() || reaction->kind() == ReactionKind::receptor) continue;
    found.warning("design.consumers." + reaction->name(),
                  fmt::format("{} ({}) appends events about what {} shows, which no decider has looked at and which is "
                              "as late as the view",
                              reaction->name(), name_of(reaction->kind()), reaction->asks()));
  }
}

}  // namespace

LintRule lint_rules::stored_from_view() {
  return {.name = "stored_from_view",
          .meaning =
              "a policy or enricher that appends what a view showed: as near as a design comes to a projection "
              "that writes",
          .why =
              "a view is behind, and may be made anew: what it showed by chance is stored for good, and a replay "
              "can't make it again",
          .mend = "a receptor that sends a command, whose decider looks at the state itself; or an event that says it",
          .known = "R09, an event should not modify the state; a projection that writes",
          .level = LintLevel::warning,
          .look = find_stored_from_view};
}

}  // namespace crisper::properties
