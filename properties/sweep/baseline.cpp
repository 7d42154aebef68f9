#include "properties/sweep/baseline.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "properties/compare/criteria.hpp"

namespace crisper::properties {
namespace {

const SweepGroup* same_design(const SweepResult& sweep, const SweepGroup& as) {
  const auto found = std::ranges::find_if(sweep.groups, [&](const SweepGroup& each) {
    return each.settings == as.settings && each.engine == as.engine;
  });
  return found == sweep.groups.end() ? nullptr : &*found;
}

std::optional<double> median_in(const SweepGroup& group, const Criterion& criterion) {
  const auto found = group.measures.find(std::string(criterion.measure));
  return found == group.measures.end() ? std::nullopt : std::optional(found->second.median);
}

}  // namespace

Result<std::vector<BaselineChange>, std::string> against_baseline(const SweepResult& now, const SweepResult& before,
                                                                  double slack) {
  if (now.seeds != before.seeds) return failure(std::string("it has other seeds"));
  std::vector<BaselineChange> changes;
  bool any = false;
  for (const SweepGroup& group : now.groups) {
    const SweepGroup* old = same_design(before, group);
    any = any || old != nullptr;
    if (!old || old->verdict() != Verdict::pass || group.verdict() != Verdict::pass) continue;
    for (const Criterion& criterion : all_criteria()) {
      const auto was = median_in(*old, criterion), is = median_in(group, criterion);
      if (!was || !is || std::abs(*is - *was) <= slack * std::abs(*was)) continue;
      changes.push_back({.design = settings_text(group.settings),
                         .measure = std::string(criterion.measure),
                         .was = *was,
                         .is = *is,
                         .is_worse = (*is > *was) != criterion.more_is_better});
    }
  }
  if (!any) return failure(std::string("it has none of these designs"));
  return changes;
}

}  // namespace crisper::properties
