// process_without_need: a process that shows none of the four signs that it must exist.
#include <fmt/format.h>
#include <set>

#include "properties/lint/lint_rules.hpp"
#include "sim/graph/process_signs.hpp"

namespace crisper::properties {
namespace {

void find_process_without_need(const LintInput& in, LintFindings& found) {
  std::set<std::string> told;
  for (const sim::Element& each : in.graph.elements) {
    const auto signs = sim::signs_of_role(each.role);
    const ExecutorKind kind = in.design.executor.kind;
    const bool pooled = each.role == "service" && (kind == ExecutorKind::pool || kind == ExecutorKind::forwarded) &&
                        in.design.ownership.strategy != OwnershipStrategy::escrow &&
                        in.design.ownership.strategy != OwnershipStrategy::single_process;
    if (!pooled && !(signs && signs->none())) continue;
    if (!told.insert(each.role).second) continue;
    found.note(
        "design.executor.kind",
        fmt::format("{} keeps no state of its own, holds nothing, and guards nothing: its caller could do the same",
                    each.name));
  }
}

}  // namespace

LintRule lint_rules::process_without_need() {
  return {.name = "process_without_need",
          .meaning =
              "a process without long-living state, a resource, a critical section or what "
              "can't be done in parallel",
          .why = "each call to it is two messages more, for what a plain function would do",
          .mend = "executor: {kind: in_caller}",
          .known = "R63, the four signs that a process must exist",
          .level = LintLevel::note,
          .look = find_process_without_need};
}

}  // namespace crisper::properties
