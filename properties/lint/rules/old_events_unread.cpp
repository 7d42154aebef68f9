// old_events_unread: a release that doesn't know what the one before wrote.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_old_events_unread(const LintInput& in, LintFindings& found) {
  if (in.design.event_store.upgrade_at == Duration::zero() || in.design.event_store.upcasters) return;
  found.error("design.event_store.upcasters", "today's release knows no event of the release before");
}

}  // namespace

LintRule lint_rules::old_events_unread() {
  return {.name = "old_events_unread",
          .meaning = "a new release without upcasters",
          .why = "states and views that are made anew are without the old events",
          .mend = "upcasters: on",
          .known = "R40, schema versions",
          .level = LintLevel::error,
          .look = find_old_events_unread};
}

}  // namespace crisper::properties
