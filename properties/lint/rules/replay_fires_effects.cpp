// replay_fires_effects: a replay that does again what was done outside.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_replay_fires_effects(const LintInput& in, LintFindings& found) {
  for (const auto& reaction : in.domain->reactions()) {
    const auto chosen = in.design.consumers.find(reaction->name());
    if (chosen == in.design.consumers.end()) continue;
    for (std::size_t i = 0; i < chosen->second.replays.size(); ++i) {
      if (!chosen->second.replays[i].effects) continue;
      found.error(fmt::format("design.consumers.{}.replays.{}.effects", chosen->first, i),
                  fmt::format("what {} sent to others, its replay sends again", chosen->first));
    }
  }
}

}  // namespace

LintRule lint_rules::replay_fires_effects() {
  return {.name = "replay_fires_effects",
          .meaning = "a consumer that sends again what it sent, when its history is read to it",
          .why = "every customer gets the old mails",
          .mend = "effects: off",
          .known = "hazard 49, replay-fires-effects (AxonFramework#1111)",
          .level = LintLevel::error,
          .look = find_replay_fires_effects};
}

}  // namespace crisper::properties
