// unbounded_mailbox: a process that is slower than what comes, and takes all of it in.
#include <fmt/format.h>

#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/distribution_format.hpp"

namespace crisper::properties {
namespace {

void find_unbounded_mailbox(const LintInput& in, LintFindings& found) {
  const auto store = in.design.roles.find("event-store");
  const bool has_bound = store != in.design.roles.end() && store->second.mailbox != MailboxSpec{};
  const bool has_turns = store != in.design.roles.end() && !store->second.service_time.is_zero();
  const StepCosts& costs = in.design.costs;
  if ((!costs.commit.is_zero() || !costs.append.are_zero()) && !has_bound && !has_turns) {
    found.note("design.costs",
               "each append takes the event store time, and its mailbox has no bound that anybody chose");
  }
  for (const auto& [role, chosen] : in.design.roles) {
    if (chosen.service_time.is_zero() || chosen.mailbox != MailboxSpec{}) continue;
    found.note("design.roles." + role,
               fmt::format("{} takes {} a turn, and its mailbox has no bound that anybody chose", role,
                           sim::exact_text(chosen.service_time)));
  }
}

}  // namespace

LintRule lint_rules::unbounded_mailbox() {
  return {.name = "unbounded_mailbox",
          .meaning = "a process that needs time for each message and whose mailbox has no bound",
          .why = "what comes faster than it is done waits in memory, and every wait grows with it",
          .mend = "roles: {ROLE: {mailbox: ...}}: a bound, and what happens at it",
          .known = "R28, a growing mailbox; hazard 32, mailbox-overflow (akka-core#19551)",
          .level = LintLevel::note,
          .look = find_unbounded_mailbox};
}

}  // namespace crisper::properties
