// interleaved_turns: an actor that begins a command while another of its commands waits.
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_interleaved_turns(const LintInput& in, LintFindings& found) {
  const OwnershipDesign& chosen = in.design.ownership;
  if (chosen.strategy != OwnershipStrategy::actor_per_stream || chosen.turns != TurnPolicy::reentrant) return;
  const bool checked = versions_are_checked(in.design);
  found.add(checked ? LintLevel::warning : LintLevel::error, "design.ownership.turns",
            checked ? "an actor decides twice on one memory; only the store's look at versions refuses the second"
                    : "an actor decides twice on one memory, and the store takes both");
}

}  // namespace

LintRule lint_rules::interleaved_turns() {
  return {.name = "interleaved_turns",
          .meaning = "an actor whose turns interleave",
          .why = "both are decided on the same memory, and tokens help nobody: both are its own",
          .mend = "turns: sequential",
          .known = "hazard 31, reentrant-interleaving (orleans#2574)",
          .level = LintLevel::error,
          .look = find_interleaved_turns};
}

}  // namespace crisper::properties
