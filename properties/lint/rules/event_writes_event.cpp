// event_writes_event: an event that follows from an event, without a command.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_event_writes_event(const LintInput& in, LintFindings& found) {
  for (const auto& reaction : in.domain->reactions()) {
    if (reaction->kind() == ReactionKind::receptor) continue;
    found.note("design.consumers." + reaction->name(),
               fmt::format("{} ({}) appends events of its own, which no decider has looked at", reaction->name(),
                           name_of(reaction->kind())));
  }
}

}  // namespace

LintRule lint_rules::event_writes_event() {
  return {.name = "event_writes_event",
          .meaning = "a policy or enricher: an event that writes an event",
          .why = "nobody decided it: what it means for a state, no decider has looked at",
          .mend =
              "nothing, where the stream is its own and says what was noticed; a command, where a "
              "state is to change",
          .known = "R09, an event should not modify the state",
          .level = LintLevel::note,
          .look = find_event_writes_event};
}

}  // namespace crisper::properties
