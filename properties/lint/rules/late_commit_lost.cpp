// late_commit_lost: a relay that marks rows by the highest, over a store that numbers them before they are committed.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::late_commit_lost() {
  return {.name = "late_commit_lost",
          .meaning =
              "an outbox that is swept up to the highest row, while lower ones are not "
              "committed yet",
          .why = "a row that is committed late counts as published, and is lost",
          .mend = "position: at_commit, or a claim, which marks rows one by one",
          .known = "hazard 1, gap-skip (marten#1629); hazard 15, premature-sweep (MassTransit#4990)",
          .level = LintLevel::error,
          .look = tell_warnings<sim::WarningKind::late_commit, LintLevel::error>};
}

}  // namespace crisper::properties
