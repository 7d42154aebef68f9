// log_forgets: what a consumer has not read yet leaves the log.
#include <fmt/format.h>

#include <algorithm>

#include "core/design/views.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

struct Memory {
  Duration lasts{};
  bool keeps_last = false;  ///< of each stream the last event stays
  std::string path;
};

std::optional<Memory> memory_of(const PublicationDesign& chosen) {
  if (chosen.method == PublicationMethod::push_grid) {
    return Memory{.lasts = chosen.expire_after, .path = "design.publication.expire_after"};
  }
  if (chosen.method != PublicationMethod::log_is_truth || chosen.archive) return std::nullopt;
  if (chosen.compaction && chosen.compact_after < chosen.retention) {
    return Memory{.lasts = chosen.compact_after, .keeps_last = true, .path = "design.publication.compact_after"};
  }
  return Memory{.lasts = chosen.retention, .path = "design.publication.archive"};
}

bool needs_last_only(const LintInput& in, const std::string& consumer) {
  return std::ranges::any_of(in.domain->projections(),
                             [&](const auto& view) { return view->name() == consumer && view->needs_last_only(); });
}

void find_log_forgets(const LintInput& in, LintFindings& found) {
  const std::optional<Memory> log = memory_of(in.design.publication);
  if (!log) return;
  for_each_consumer(in, [&](const std::string& name, const ConsumerDesign& consumer) {
    if (log->keeps_last && needs_last_only(in, name)) return;
    std::optional<Duration> absence;
    for (const std::string& node : lasting_read_nodes(name, in.design)) {
      absence = std::max(absence, longest_absence(in, node));
    }
    if (absence && *absence >= log->lasts) {
      found.error(log->path, fmt::format("a fault takes {} away for {}, and what is older than {} is gone", name,
                                         *absence == Duration::max() ? "ever" : sim::exact_text(*absence),
                                         sim::exact_text(log->lasts)));
    }
    for (const ReadNodeStep& step : consumer.read_scale) {
      if (step.at < log->lasts || in.design.publication.method == PublicationMethod::push_grid) continue;
      return found.error(log->path, fmt::format("read nodes of {} come after {}, when what is older than {} is gone",
                                                name, sim::exact_text(step.at), sim::exact_text(log->lasts)));
    }
  });
}

}  // namespace

LintRule lint_rules::log_forgets() {
  return {.name = "log_forgets",
          .meaning = "a log or grid that gives events up while a consumer may still need them",
          .why = "a consumer that is away for longer loses what it missed, and its view stays wrong",
          .mend =
              "archive: on, or a retention (compact_after, expire_after) longer than anybody is "
              "away",
          .known = "R51, retention and lag",
          .level = LintLevel::error,
          .look = find_log_forgets};
}

}  // namespace crisper::properties
