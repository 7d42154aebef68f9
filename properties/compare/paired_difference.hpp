// PairedDifference: by how much one design differs from another, over runs with the same seeds.
#pragma once

#include <cstddef>
#include <span>

namespace crisper::properties {

/// What both measured with one seed.
struct MeasuredPair {
  double reference = 0;
  double other = 0;
};

/// The mean of other - reference, and Student's interval around it. Without two pairs there is no interval.
struct PairedDifference {
  std::size_t pairs = 0;
  double reference = 0;  ///< its mean over the pairs
  double mean = 0;
  double low = 0;
  double high = 0;
  friend bool operator==(const PairedDifference&, const PairedDifference&) = default;

  bool has_interval() const { return pairs >= 2; }
  /// Not one pair differs.
  bool is_nothing() const { return has_interval() && low == 0 && high == 0; }
  /// Zero is in the interval: as far as can be told, there is no difference.
  bool may_be_nothing() const { return low <= 0 && high >= 0; }
};

/// `doubt`: how likely the interval may miss the true mean, such as 0.05; above zero, below one. Trusts that the mean
/// of the differences is about normal.
PairedDifference paired_difference(std::span<const MeasuredPair> pairs, double doubt);

}  // namespace crisper::properties
