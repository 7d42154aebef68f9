#include "properties/compare/paired_difference.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "core/base/assert.hpp"

namespace crisper::properties {
namespace {

/// In doubles throughout: a long double is another number on another machine, and valgrind knows none.
using InDoubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using StudentsT = boost::math::students_t_distribution<double, InDoubles>;

}  // namespace

PairedDifference paired_difference(std::span<const MeasuredPair> pairs, double doubt) {
  CRISPER_ASSERT(doubt > 0 && doubt < 1, "an interval is neither certain nor empty");
  PairedDifference result{.pairs = pairs.size()};
  if (pairs.empty()) return result;
  const auto count = static_cast<double>(pairs.size());
  for (const MeasuredPair& each : pairs) {
    result.reference += each.reference / count;
    result.mean += (each.other - each.reference) / count;
  }
  result.low = result.high = result.mean;
  if (!result.has_interval()) return result;
  double squares = 0;
  for (const MeasuredPair& each : pairs) squares += std::pow(each.other - each.reference - result.mean, 2);
  const StudentsT student(count - 1);
  const double reach = quantile(complement(student, doubt / 2)) * std::sqrt(squares / (count - 1) / count);
  result.low -= reach;
  result.high += reach;
  return result;
}

}  // namespace crisper::properties
