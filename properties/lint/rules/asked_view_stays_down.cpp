// asked_view_stays_down: a reaction whose view never comes back.
#include <fmt/format.h>

#include <string>

#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

/// Without an end, from when it strikes.
bool takes_away(const LintInput& in, const sim::FaultSpec& fault, const std::string& asking, const std::string& asked) {
  using enum sim::FaultKind;
  if (fault.kind == crash) return !fault.restart_after && strikes(in, fault.to, asked);
  if (fault.kind == pause) return !fault.lasting && strikes(in, fault.to, asked);
  if (fault.kind != partition || fault.lasting || fault.from.empty() || fault.to.empty()) return false;
  // The question doesn't come, or the answer.
  return (strikes(in, fault.from, asking) && strikes(in, fault.to, asked)) ||
         (strikes(in, fault.from, asked) && strikes(in, fault.to, asking));
}

void find_asked_view_stays_down(const LintInput& in, LintFindings& found) {
  for (const auto& reaction : in.domain->reactions()) {
    const std::string view = reaction->asks();  // the first of its read nodes is called so, and it alone is asked
    if (view.empty()) continue;
    for (std::size_t i = 0; i < in.scenario.faults.size(); ++i) {
      if (!takes_away(in, in.scenario.faults[i], reaction->name(), view)) continue;
      found.error(fmt::format("faults.{}", i),
                  fmt::format("{} asks {} until it answers, and {} never comes back: no event behind that is taken",
                              reaction->name(), view, view));
    }
  }
}

}  // namespace

LintRule lint_rules::asked_view_stays_down() {
  return {.name = "asked_view_stays_down",
          .meaning = "a reaction that asks a view which a fault of the scenario takes away for good",
          .why = "it asks for ever: what is to follow from this event and from all behind it never does",
          .mend =
              "a view that comes back (restart_after, for), or a reaction that needs nothing but its events and "
              "its memory",
          .known = "R62, messages should contain all that is needed; R05, one failing subscriber holds no other",
          .level = LintLevel::error,
          .look = find_asked_view_stays_down};
}

}  // namespace crisper::properties
