#include "core/base/distribution.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "core/base/assert.hpp"
#include "core/base/distributions/laws.hpp"

namespace crisper {
namespace {

const DistributionLaw& law_of(DistributionKind kind) {
#define CRISPER_LAW_OF(name, ...) distribution_laws::name(),
  static const std::array laws{CRISPER_DISTRIBUTIONS(CRISPER_LAW_OF)};
#undef CRISPER_LAW_OF
  return laws[static_cast<std::size_t>(kind)];
}

Duration rounded(double ns) {
  const auto most = static_cast<double>(Distribution::longest.count());
  return Duration(static_cast<std::int64_t>(std::clamp(ns, 0.0, most) + 0.5));
}

Distribution of_kind(DistributionKind kind, Duration mean) {
  CRISPER_ASSERT(mean >= Duration::zero(), "nothing takes less than no time");
  Distribution made(mean);
  made.kind = kind;
  return made;
}

Distribution of_kind(DistributionKind kind, Duration mean, double cv) {
  CRISPER_ASSERT(cv > 0, "what never varies is constant");
  Distribution made = of_kind(kind, mean);
  made.cv = cv;
  return made;
}

}  // namespace

DistributionShape shape_of(DistributionKind kind) {
  using enum DistributionShape;
#define CRISPER_SHAPE_OF(name, meaning, shape) shape,
  constexpr std::array shapes{CRISPER_DISTRIBUTIONS(CRISPER_SHAPE_OF)};
#undef CRISPER_SHAPE_OF
  return shapes[static_cast<std::size_t>(kind)];
}

Distribution Distribution::uniform(Duration low, Duration high) {
  CRISPER_ASSERT(Duration::zero() <= low && low <= high, "a range runs from low to high");
  Distribution made;
  made.kind = DistributionKind::uniform;
  made.points = {{Probability{0}, low}, {Probability{Probability::one}, high}};
  return made;
}

Distribution Distribution::exponential(Duration mean) { return of_kind(DistributionKind::exponential, mean); }
Distribution Distribution::lognormal(Duration mean, double cv) {
  return of_kind(DistributionKind::lognormal, mean, cv);
}
Distribution Distribution::gamma(Duration mean, double cv) { return of_kind(DistributionKind::gamma, mean, cv); }

Distribution Distribution::quantiles(std::vector<QuantilePoint> points) {
  CRISPER_ASSERT(points.size() >= 2 && points.front().share.parts_per_billion == 0 &&
                     points.back().share.parts_per_billion == Probability::one,
                 "a table of quantiles runs from the least to the most");
  const auto falls = [](const QuantilePoint& one, const QuantilePoint& next) {
    return one.share >= next.share || one.value > next.value;
  };
  CRISPER_ASSERT(std::ranges::adjacent_find(points, falls) == points.end(), "quantiles grow with their shares");
  Distribution made;
  made.kind = DistributionKind::quantiles;
  made.points = std::move(points);
  return made;
}

Duration Distribution::draw(Rng& rng) const {
  if (is_constant()) return mean;
  return rounded(law_of(kind).draw(*this, rng));
}

Duration Distribution::average() const { return is_constant() ? mean : rounded(law_of(kind).mean(*this)); }
Duration Distribution::deviation() const { return rounded(law_of(kind).deviation(*this)); }

Duration Distribution::least() const {
  const DistributionLaw& law = law_of(kind);
  return law.least ? law.least(*this) : Duration::zero();
}

Duration Distribution::nearly_most() const {
  const DistributionLaw& law = law_of(kind);
  return law.most ? law.most(*this) : rounded(law.mean(*this) + 12 * law.deviation(*this));
}

}  // namespace crisper
