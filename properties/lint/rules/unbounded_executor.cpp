// unbounded_executor: a process for each command, and nobody who counts them.
#include <algorithm>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_unbounded_executor(const LintInput& in, LintFindings& found) {
  const bool spawns = std::ranges::find(in.graph.elements, "request", &sim::Element::role) != in.graph.elements.end();
  if (!spawns) return;
  const auto handler = in.design.roles.find("handler");
  if (handler != in.design.roles.end() && handler->second.memory) {
    found.warning("design.executor.kind", "per_request bounds nothing, and a handler dies of its budget of memory");
  } else {
    found.note("design.executor.kind", "per_request bounds nothing: as many processes as there are commands at a time");
  }
}

}  // namespace

LintRule lint_rules::unbounded_executor() {
  return {.name = "unbounded_executor",
          .meaning = "a process that is made for each command, without a bound",
          .why =
              "a burst of commands is a burst of processes, and a budget of memory is spent by "
              "their number",
          .mend = "executor: {kind: pool}, whose size is a bound",
          .known = "R29, spawn per request; hazard 62, unbounded-spawn",
          .level = LintLevel::warning,
          .look = find_unbounded_executor};
}

}  // namespace crisper::properties
