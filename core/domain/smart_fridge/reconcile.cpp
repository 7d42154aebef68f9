#include "core/domain/smart_fridge/reconcile.hpp"

#include <algorithm>
#include <cstdlib>

namespace crisper::smart_fridge {
namespace {

Quantity of(const std::map<MealId, Quantity>& meals, MealId meal) {
  const auto found = meals.find(meal);
  return found == meals.end() ? 0 : found->second;
}

/// By how much the book is wrong, if the report is right.
Quantity difference(const FridgeDecider::State& state, ReportKind kind, const MealBook& meal) {
  switch (kind) {
    case ReportKind::total: return meal.said - meal.expected;
    case ReportKind::delta: return meal.said;
    case ReportKind::running: return meal.said - of(state.by_reports, meal.meal);
  }
  return 0;
}

/// Whether another report has said the same of the meal, and none since then anything else. A repetition confirms
/// nothing, since it is the same report; nor does a delta, which is about what came after the one before.
bool is_confirmed(const FridgeDecider::State& state, const ReconcileStock& report, MealId meal, Quantity difference) {
  const auto before = state.awaited.find(meal);
  return report.kind != ReportKind::delta && before != state.awaited.end() &&
         before->second.report != report.number && std::abs(difference - before->second.by) <= report.tolerance;
}

bool believed(const FridgeDecider::State& state, const ReconcileStock& report, MealId meal, Quantity difference) {
  switch (report.trust) {
    case SourceTrust::none: return false;
    case SourceTrust::shrink: return difference < 0;
    case SourceTrust::bounded: return std::abs(difference) <= report.tolerance;
    case SourceTrust::full: return true;
    case SourceTrust::confirmed:
      return std::abs(difference) <= report.tolerance || is_confirmed(state, report, meal, difference);
  }
  return false;
}

}  // namespace

Decision reconcile(const FridgeDecider::State& state, const ReconcileStock& report) {
  std::vector<Payload> events;
  if (report.newer_only && report.number <= state.last_report) return events;
  FridgeReported told{.number = report.number, .kind = report.kind, .counts = {}};
  for (const MealCount& each : report.counts) {
    if (report.kind == ReportKind::total && each.said < 0) return failure(Rejection{"a count is never negative"});
    const Quantity expected = of(state.stock, each.meal) + of(state.reserved_of, each.meal);
    told.counts.push_back({.meal = each.meal, .said = each.said, .expected = expected});
  }
  events.push_back(Payload::of(told));
  for (const MealBook& meal : told.counts) {
    const Quantity wrong_by = difference(state, report.kind, meal);
    if (wrong_by == 0) continue;
    if (!believed(state, report, meal.meal, wrong_by)) {
      if (report.trust == SourceTrust::bounded) {
        events.push_back(
            Payload::of(ReportDoubted{.meal = meal.meal, .said = meal.said, .expected = meal.expected}));
      } else if (report.trust == SourceTrust::confirmed) {
        events.push_back(
            Payload::of(ConfirmationAwaited{.meal = meal.meal, .report = report.number, .by = wrong_by}));
      }
      continue;
    }
    const Quantity gone = std::min(-wrong_by, of(state.stock, meal.meal));
    if (wrong_by > 0) events.push_back(Payload::of(MealsFound{.meal = meal.meal, .quantity = wrong_by}));
    if (gone > 0) events.push_back(Payload::of(MealsRemoved{.meal = meal.meal, .quantity = gone}));
  }
  return events;
}

}  // namespace crisper::smart_fridge
