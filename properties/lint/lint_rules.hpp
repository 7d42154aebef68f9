// The lint rules by name. A new one is a file in rules/ that defines its function of `lint_rules`, a line here, one in
// properties/CMakeLists.txt, a row of tests/properties/lint/lint_cases.cpp and one in docs/guide/lint.md.
#pragma once

#include "properties/lint/lint.hpp"

/// CRISPER_LINT_RULES(X): X(name), in the order in which they are told.
#define CRISPER_LINT_RULES(X) \
  X(unprotected_state)        \
  X(commutative_with_bounds)  \
  X(takers_merge)             \
  X(lease_without_fencing)    \
  X(append_outlasts_lease)    \
  X(failover_grants_again)    \
  X(works_unlocked)           \
  X(lock_order_cycle)         \
  X(interleaved_turns)        \
  X(stale_decision)           \
  X(dirty_read)               \
  X(lost_update)              \
  X(write_skew)               \
  X(wait_longer_than_lease)   \
  X(lease_below_work)         \
  X(visibility_below_work)    \
  X(wait_below_delay)         \
  X(executor_given_up_first)  \
  X(wait_below_round_trip)    \
  X(dual_write)               \
  X(late_commit_lost)         \
  X(gaps_passed)              \
  X(relays_share_rows)        \
  X(log_forgets)              \
  X(effect_not_once)          \
  X(inbox_forgets)            \
  X(unordered_feed)           \
  X(poison_event)             \
  X(rebuild_races_live)       \
  X(replay_fires_effects)     \
  X(answered_before_synced)   \
  X(stale_snapshot)           \
  X(old_events_unread)        \
  X(queue_forgets)            \
  X(outside_not_idempotent)   \
  X(law_not_promised)         \
  X(event_runs_command)       \
  X(event_writes_event)       \
  X(stored_from_view)         \
  X(asks_back)                \
  X(asked_view_stays_down)    \
  X(feedback_loop)            \
  X(bottleneck)               \
  X(unbounded_mailbox)        \
  X(unbounded_executor)       \
  X(process_without_need)     \
  X(dispatcher_works)         \
  X(single_point_of_failure)  \
  X(switch_without_effect)    \
  X(hardly_meant)

namespace crisper::properties::lint_rules {

#define CRISPER_LINT_RULE(name) LintRule name();
CRISPER_LINT_RULES(CRISPER_LINT_RULE)
#undef CRISPER_LINT_RULE

/// The `look` of a rule that the warnings of the scenario's own reader are told by.
template <sim::WarningKind kind, LintLevel level>
void tell_warnings(const LintInput& in, LintFindings& found) {
  for (const sim::ScenarioWarning& each : in.warnings) {
    if (each.kind == kind) found.add(level, each.path, each.message);
  }
}

}  // namespace crisper::properties::lint_rules
