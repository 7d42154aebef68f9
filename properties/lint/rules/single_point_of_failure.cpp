// single_point_of_failure: a process that everything goes through.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "properties/lint/graph_walks.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_single_point_of_failure(const LintInput& in, LintFindings& found) {
  const std::vector<std::string> names = articulation_points(in.graph);
  if (names.empty()) return;
  found.note("design", fmt::format("everything goes through {}", fmt::join(names, ", ")));
}

}  // namespace

LintRule lint_rules::single_point_of_failure() {
  return {.name = "single_point_of_failure",
          .meaning =
              "processes without which no command gets through, or no event reaches a consumer "
              "(articulation points)",
          .why = "while one of them is down, everybody waits",
          .mend =
              "nothing, where it restarts soon enough; replicas, where a method or a strategy has "
              "them",
          .known = "R27, a singleton",
          .level = LintLevel::note,
          .look = find_single_point_of_failure};
}

}  // namespace crisper::properties
