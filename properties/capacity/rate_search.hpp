// Rate search: which rate to try next, to find the highest that holds. It knows nothing but what was tried: so a search
// that was stopped goes on as if it had not been.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "properties/verdict.hpp"

namespace crisper::properties {

struct RateRange {
  double lowest = 0;   ///< per second, above zero
  double highest = 0;  ///< not below the lowest
  /// The search ends where the lowest rate that doesn't hold is above the highest that does by no more than this share.
  double tolerance = 0.05;
  friend bool operator==(const RateRange&, const RateRange&) = default;
};

/// A rate under all of its seeds. It holds (pass) where every one does; one that fails makes it fail.
struct TriedRate {
  double per_second = 0;
  Verdict verdict = Verdict::unknown;
  bool confirmed = false;  ///< with seeds of its own, beside those that every rate has
  friend bool operator==(const TriedRate&, const TriedRate&) = default;
};

struct NextRate {
  double per_second = 0;
  bool confirms = false;  ///< it was tried, and held; now with seeds that no other rate has
  friend bool operator==(const NextRate&, const NextRate&) = default;
};

/// Doubled from the lowest until one doesn't hold; then so many more above that, to see whether one holds again.
inline constexpr std::size_t rates_beyond = 2;
inline constexpr std::size_t rates_tried_max = 80;

/// What the search knows of the rates that were tried, whatever their order.
struct RateBracket {
  std::vector<TriedRate> tried;                ///< the lowest first
  std::optional<std::size_t> highest_held{};   ///< below all that don't hold
  std::optional<std::size_t> first_not_held{};
  std::vector<std::size_t> held_above{};       ///< that hold above one that doesn't: then capacity is no one number
};
RateBracket bracket_of(std::vector<TriedRate> tried);

/// Nothing: the search is over, or has tried as many as it may. First the lowest; doubled until one doesn't hold; two
/// more above it; halved (by ratio) between the last that holds and the first that doesn't; what is found is confirmed
/// with other seeds, and where they don't hold, it counts as not holding, and the search goes on below it.
std::optional<NextRate> next_rate(const std::vector<TriedRate>& tried, const RateRange& range);

/// To four digits, as rates are tried and told.
double told_rate(double per_second);
/// "56.57/s", as a scenario reads it.
std::string rate_text(double per_second);

}  // namespace crisper::properties
