// append_outlasts_lease: an append that read sides hold up until its owner is none.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "core/design/ownership_strategy.hpp"
#include "core/design/views.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

/// How long a failing consumer tries one event, as a hunt meets it; Duration::max(): for ever.
Duration longest_try(const FailureDesign& failures) {
  constexpr Duration pause_max = std::chrono::seconds(10), try_max = std::chrono::hours(1);
  const bool always = failures.poison != Probability{} || failures.flaky.parts_per_billion == Probability::one;
  const bool ends = failures.then != PoisonPolicy::stop;
  const double fails = always ? 1 : static_cast<double>(failures.flaky.parts_per_billion) / Probability::one;
  if (always && !ends) return Duration::max();
  double chance = fails;
  Duration longest{}, pause = failures.backoff;
  for (std::uint32_t tried = 1; chance >= chance_in_a_hunt && longest < try_max; ++tried) {
    if (ends && tried >= failures.attempts) break;
    longest += pause;
    pause = std::min(2 * pause, pause_max);
    chance *= fails;
  }
  return longest;
}

std::string told_span(Duration span) { return span == Duration::max() ? "ever" : sim::exact_text(span); }

void find_append_outlasts_lease(const LintInput& in, LintFindings& found) {
  const OwnershipDesign& chosen = in.design.ownership;
  const bool transacted = in.design.publication.method == PublicationMethod::two_phase_commit;
  if (!transacted || !entry_of(chosen.strategy).leases || chosen.fencing) return;
  const bool checked = versions_are_checked(in.design);
  const LintLevel level = checked ? LintLevel::warning : LintLevel::error;
  const char* then = checked ? "only the store's look at versions stops what its owner appends then"
                             : "what its owner appends then is stored beside what its successor has decided";
  const auto tell = [&](const std::string& path, const std::string& who, const char* why, Duration span) {
    if (span < chosen.lease) return;
    found.add(level, path,
              fmt::format("{} {} holds an append up for {}, and a lease ends after {}: {}", who, why, told_span(span),
                          sim::exact_text(chosen.lease), then));
  };
  const auto tell_absence = [&](const std::string& path, const std::string& process) {
    tell(path, process, "that a fault takes away", longest_absence(in, process).value_or(Duration::zero()));
  };
  tell_absence("design.ownership.fencing", "coordinator");
  for_each_consumer(in, [&](const std::string& name, const ConsumerDesign& consumer) {
    const std::string path = "design.consumers." + name;
    tell(path + ".failures", name, "that fails", longest_try(consumer.failures));
    for (const std::string& node : lasting_read_nodes(name, in.design)) tell_absence(path, node);
  });
}

}  // namespace

LintRule lint_rules::append_outlasts_lease() {
  return {.name = "append_outlasts_lease",
          .meaning =
              "an append under two_phase_commit that a read side, failing or away, holds up beyond a lease, and "
              "no fencing",
          .why =
              "nobody needs to pause the owner: its append waits in line until a successor has read the state, "
              "and is stored then",
          .mend = "ownership: {fencing: on}, or a lease longer than read sides fail and are away",
          .known = "R12, leases with and without fencing; R33, a transaction over write side and read sides",
          .level = LintLevel::error,
          .look = find_append_outlasts_lease};
}

}  // namespace crisper::properties
