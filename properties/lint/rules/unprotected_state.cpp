// unprotected_state: nobody is kept from working on a state at the same time as another.
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_unprotected_state(const LintInput& in, LintFindings& found) {
  if (in.design.ownership.strategy != OwnershipStrategy::none) return;
  if (versions_are_checked(in.design)) {
    found.warning("design.ownership.strategy",
                  "none keeps nobody out: only the store, which looks at versions, "
                  "comes between two that decide on the same state");
  } else {
    found.error("design.ownership.strategy", "none keeps nobody out, and the store takes whatever is appended");
  }
}

}  // namespace

LintRule lint_rules::unprotected_state() {
  return {.name = "unprotected_state",
          .meaning = "a state that several handlers work on, and nobody keeps them apart",
          .why = "two decide on the same state, and what one of them did is lost or sold twice",
          .mend =
              "an ownership.strategy that claims to be safe: docs/guide/ownership.md says what "
              "each is good at",
          .known = "R10, one instance per state; hazard 22, append-any-version (KurrentDB#2274)",
          .level = LintLevel::error,
          .look = find_unprotected_state};
}

}  // namespace crisper::properties
