// bottleneck: more work than the slowest stage can take.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "properties/lint/graph_walks.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_bottleneck(const LintInput& in, LintFindings& found) {
  const std::optional<Cut> cut = least_cut(in);
  const double offered = commands_per_s(in.scenario);
  if (!cut || offered <= cut->commands_per_s) return;
  const bool by_turns = in.design.roles.contains(cut->role);
  found.warning(by_turns ? "design.roles." + cut->role : "design.costs",
                fmt::format("{} can take {:.0f} commands a second at most, and the workload brings {:.0f}",
                            fmt::join(cut->processes, ", "), cut->commands_per_s, offered));
}

}  // namespace

LintRule lint_rules::bottleneck() {
  return {.name = "bottleneck",
          .meaning =
              "a load above what the services on a command's way can carry (the least cut of "
              "their capacities)",
          .why = "queues grow for as long as the load lasts",
          .mend = "a shorter service_time, more processes of the stage that is named, or less load",
          .known = "R27, a singleton is a bottleneck; hazard 61, singleton-saturated",
          .level = LintLevel::warning,
          .look = find_bottleneck};
}

}  // namespace crisper::properties
