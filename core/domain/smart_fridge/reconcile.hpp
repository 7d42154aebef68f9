// Reconciliation: what a fridge's book makes of a report, by the rules that come with it.
#pragma once

#include "core/domain/smart_fridge/fridge.hpp"
#include "core/domain/smart_fridge/report.hpp"

namespace crisper::smart_fridge {

/// FridgeReported, and for each meal that isn't as the book has it MealsRemoved, MealsFound, ReportDoubted or
/// ConfirmationAwaited. Nothing of a report that is no newer than the last, where only newer ones count. Meals that are
/// reserved stay promised: what is missing of them is taken off the book by no report.
Decision reconcile(const FridgeDecider::State& state, const ReconcileStock& report);

}  // namespace crisper::smart_fridge
