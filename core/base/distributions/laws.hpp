// DistributionLaw: what a kind of distribution is, in four functions; and the list of all of them.
#pragma once

#include "core/base/distribution.hpp"

namespace crisper {

/// Moments are in nanoseconds, unrounded.
struct DistributionLaw {
  double (*draw)(const Distribution&, Rng&);
  double (*mean)(const Distribution&);
  double (*deviation)(const Distribution&);
  /// Where it ends; null: nowhere.
  Duration (*most)(const Distribution&) = nullptr;
  /// Where it begins; null: at zero.
  Duration (*least)(const Distribution&) = nullptr;
};

namespace distribution_laws {

// Of those that are told by their mean.
inline double told_mean(const Distribution& of) { return static_cast<double>(of.mean.count()); }
inline double told_deviation(const Distribution& of) { return of.cv * told_mean(of); }

/// With mean zero and deviation one.
double standard_normal(Rng& rng);

#define CRISPER_DECLARE_LAW(name, ...) DistributionLaw name();
CRISPER_DISTRIBUTIONS(CRISPER_DECLARE_LAW)
#undef CRISPER_DECLARE_LAW

}  // namespace distribution_laws
}  // namespace crisper
