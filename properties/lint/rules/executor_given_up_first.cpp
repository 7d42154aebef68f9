// executor_given_up_first: a handler that gives up on an executor which may still wait for its lock.
#include <fmt/format.h>

#include "core/design/ownership_strategy.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

bool is_called(ExecutorKind kind) {
  return kind == ExecutorKind::singleton || kind == ExecutorKind::pool || kind == ExecutorKind::forwarded ||
         kind == ExecutorKind::per_entity;
}

void find_executor_given_up_first(const LintInput& in, LintFindings& found) {
  const OwnershipDesign& ownership = in.design.ownership;
  const bool waits =
      entry_of(ownership.strategy).keeps_out_by == KeepsOutBy::locks && ownership.deadlock != DeadlockPolicy::none;
  const Duration timeout = in.design.executor.timeout;
  const bool calls = is_called(in.design.executor.kind) && !sends_by_cast(in.design.executor);
  if (!waits || !calls) return;
  const Duration work = work_on_command(in).nearly_most();
  if (timeout > ownership.wait + work) return;
  found.warning("design.executor.timeout",
                fmt::format("{} is no longer than ownership.wait ({}) and what the work takes of nearly all ({})",
                            sim::exact_text(timeout), sim::exact_text(ownership.wait), sim::exact_text(work)));
}

}  // namespace

LintRule lint_rules::executor_given_up_first() {
  return {.name = "executor_given_up_first",
          .meaning = "a handler waits no longer for its executor than that may wait for a lock and work",
          .why = "under contention every command is done for a handler that has given it up and asks again: the line "
                 "gets no shorter, and commands end as dead letters that took effect long ago",
          .mend = "an executor.timeout well above ownership.wait",
          .known = "R12; metastable failures: work for those who have gone",
          .level = LintLevel::warning,
          .look = find_executor_given_up_first};
}

}  // namespace crisper::properties
