// What fridges say of themselves: reports of what lies in them, and what is made of these.
//
// A report counts for as much as its source is trusted, and what it is about is up to its kind. Both travel with it:
// whoever reconciles needs nothing but the message and the fridge's own state.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {

/// What the number of a report is.
CRISPER_ENUM(ReportKind,
             (total, "what lies in the fridge now, meals that are sold and not fetched among them"),
             (delta, "what has gone or come since the report before, on nobody's account"),
             (running, "what has gone or come since ever, on nobody's account"))

/// How far a source is believed against the book.
CRISPER_ENUM(SourceTrust,
             (none, "it is written down, and changes nothing"),
             (shrink, "what is missing is gone; nothing is ever found"),
             (bounded, "both ways, as long as it is about no more than `tolerance` meals; more is doubted"),
             (full, "it is right, and the book is wrong"),
             (confirmed, "as bounded, and more once the next report confirms it to within `tolerance` meals; a delta "
                         "confirms nothing"))

/// What a report says of one meal. `delta` and `running` are below zero where meals are gone.
struct MealCount {
  MealId meal;
  Quantity said = 0;
  friend bool operator==(const MealCount&, const MealCount&) = default;
  CRISPER_FIELDS(meal, said)
};

/// What a fridge was taken to have when its report was dealt with, reserved meals included.
struct MealBook {
  MealId meal;
  Quantity said = 0;
  Quantity expected = 0;
  friend bool operator==(const MealBook&, const MealBook&) = default;
  CRISPER_FIELDS(meal, said, expected)
};

// ---- commands

/// A report of a fridge, as its sender passes it on.
struct ReconcileStock {
  CRISPER_BODY(ReconcileStock);
  std::uint64_t number = 0;  ///< of the fridge's reports, from 1
  ReportKind kind{};
  std::vector<MealCount> counts;
  SourceTrust trust{};
  Quantity tolerance = 0;      ///< bounded, confirmed
  bool newer_only = false;     ///< one that is no newer than what was taken changes nothing
  CRISPER_FIELDS(number, kind, counts, trust, tolerance, newer_only)
};

/// Somebody has thrown meals away, and says so.
struct WriteOff {
  CRISPER_BODY(WriteOff);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

// ---- events

struct FridgeReported {
  CRISPER_BODY(FridgeReported);
  std::uint64_t number = 0;
  ReportKind kind{};
  std::vector<MealBook> counts;
  CRISPER_FIELDS(number, kind, counts)
};

/// A report found more than there should be: that much more is for sale. What it found less is MealsRemoved.
struct MealsFound {
  CRISPER_BODY(MealsFound);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

/// A report was about more than it may be trusted with, and changes nothing: somebody should go there.
struct ReportDoubted {
  CRISPER_BODY(ReportDoubted);
  MealId meal;
  Quantity said = 0;
  Quantity expected = 0;
  CRISPER_FIELDS(meal, said, expected)
};

/// A report was about more than it may be trusted with alone, and changes nothing yet: the next one that names the meal
/// confirms it, says something else that is awaited in its turn, or is near the book again.
struct ConfirmationAwaited {
  CRISPER_BODY(ConfirmationAwaited);
  MealId meal;
  std::uint64_t report = 0;  ///< its number
  Quantity by = 0;           ///< so wrong would the book be; below zero: too high
  CRISPER_FIELDS(meal, report, by)
};

struct MealsWrittenOff {
  CRISPER_BODY(MealsWrittenOff);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

}  // namespace crisper::smart_fridge
