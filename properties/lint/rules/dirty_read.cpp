// dirty_read: a store that shows what is not committed.
#include "core/design/ownership_strategy.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_dirty_read(const LintInput& in, LintFindings& found) {
  if (in.design.event_store.isolation != IsolationLevel::read_uncommitted) return;
  const char* key = "design.event_store.isolation";
  if (entry_of(in.design.ownership.strategy).has == Possession::nothing) {
    return found.error(key,
                       "others decide on what an open transaction writes, and a crash or a full disk takes it back");
  }
  found.warning(key, "only ownership keeps others from deciding on what an open transaction writes");
}

}  // namespace

LintRule lint_rules::dirty_read() {
  return {.name = "dirty_read",
          .meaning = "event_store: {isolation: read_uncommitted}",
          .why = "somebody decides on, or is refused because of, what was never stored",
          .mend = "isolation: repeatable_read",
          .known = "R65, the fourth isolation level; R39, isolation levels",
          .level = LintLevel::error,
          .look = find_dirty_read};
}

}  // namespace crisper::properties
