// rebuild_races_live: a view that is made anew while what is new changes it.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_rebuild_races_live(const LintInput& in, LintFindings& found) {
  for (const auto& [name, consumer] : in.design.consumers) {
    for (std::size_t i = 0; i < consumer.replays.size(); ++i) {
      if (consumer.replays[i].kind != ReplayKind::unguarded) continue;
      found.error(fmt::format("design.consumers.{}.replays.{}.how", name, i),
                  fmt::format("what is new changes {} while it is made anew", name));
    }
  }
}

}  // namespace

LintRule lint_rules::rebuild_races_live() {
  return {.name = "rebuild_races_live",
          .meaning = "a replay that nothing keeps apart from what is new",
          .why = "an event is taken by both, or by neither in its place",
          .mend = "how: beside, or in_place",
          .known = "R38, replay to repair; hazard 50, rebuild-races-live (emmett#286)",
          .level = LintLevel::error,
          .look = find_rebuild_races_live};
}

}  // namespace crisper::properties
