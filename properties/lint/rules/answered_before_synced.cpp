// answered_before_synced: an answer before the disk has what it speaks of.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_answered_before_synced(const LintInput& in, LintFindings& found) {
  if (in.design.event_store.sync != AppendSync::after_answer) return;
  found.error("design.event_store.sync", "a crash between the answer and the sync loses what was acknowledged");
}

}  // namespace

LintRule lint_rules::answered_before_synced() {
  return {.name = "answered_before_synced",
          .meaning = "an append that is answered before it is safe",
          .why = "a crash takes back what was acknowledged",
          .mend = "event_store: {sync: before_answer}",
          .known = "hazard 64, lost-unsynced-append",
          .level = LintLevel::error,
          .look = find_answered_before_synced};
}

}  // namespace crisper::properties
