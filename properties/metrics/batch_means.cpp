#include "properties/metrics/batch_means.hpp"

#include <array>
#include <cmath>

namespace crisper::properties {
namespace {

/// Student's t with 19 degrees of freedom, at 97.5 %.
constexpr double t_of_batches = 2.093024;
static_assert(batches == 20, "another number of batches has another t");

double mean_of(std::span<const std::int64_t> samples) {
  double sum = 0;
  for (const std::int64_t each : samples) sum += static_cast<double>(each);
  return sum / static_cast<double>(samples.size());
}

Duration whole(double ns) { return Duration(std::llround(ns)); }

}  // namespace

std::optional<MeanInterval> batch_means(std::span<const std::int64_t> samples) {
  if (samples.size() < batch_samples_min) return std::nullopt;
  const std::size_t size = samples.size() / batches;
  const std::span<const std::int64_t> whole_batches = samples.last(size * batches);
  std::array<double, batches> means{};
  double all = 0;
  for (std::size_t i = 0; i < batches; ++i) {
    means[i] = mean_of(whole_batches.subspan(i * size, size));
    all += means[i] / batches;
  }
  double squares = 0;
  for (const double each : means) squares += (each - all) * (each - all);
  const double error = std::sqrt(squares / (batches - 1) / batches);
  return MeanInterval{.mean = whole(all), .within = whole(t_of_batches * error)};
}

}  // namespace crisper::properties
