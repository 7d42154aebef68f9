// event_runs_command: a command that follows from an event, and nobody who sees it through.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_event_runs_command(const LintInput& in, LintFindings& found) {
  for (const auto& reaction : in.domain->reactions()) {
    if (reaction->kind() != ReactionKind::receptor) continue;
    found.note("design.consumers." + reaction->name(),
               fmt::format("{} makes commands or requests of events, and keeps no state of what becomes of them",
                           reaction->name()));
  }
}

}  // namespace

LintRule lint_rules::event_runs_command() {
  return {.name = "event_runs_command",
          .meaning = "a receptor: an event that runs a command without a process manager",
          .why =
              "nobody waits for what becomes of the command: no time limit, no second way, no "
              "taking back",
          .mend = "a process manager, where anything may have to be taken back",
          .known = "R08, a saga instead of event to command",
          .level = LintLevel::note,
          .look = find_event_runs_command};
}

}  // namespace crisper::properties
