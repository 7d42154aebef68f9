// Distribution: how long something takes, as chance has it. What a cost, a latency or a jitter is given as.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"

/// CRISPER_DISTRIBUTIONS(X): X(name, "meaning", what it is told by). A new one is a line here, a file in
/// core/base/distributions that draws from it, a test and a line in docs/guide/costs_and_loads.md.
#define CRISPER_DISTRIBUTIONS(X)                                                                       \
  X(constant, "always the same", mean)                                                                 \
  X(uniform, "anything between two ends, all alike", range)                                            \
  X(exponential, "mostly short, now and then long: the gaps of what happens by chance", mean)          \
  X(lognormal, "a product of many small causes, with a long tail: most measured latencies", mean_and_cv) \
  X(gamma, "a sum of exponential steps; cv 1 is exponential, below it steadier, above it wilder", mean_and_cv) \
  X(quantiles, "as it was measured: a table of quantiles, linear between them", table)

namespace crisper {

CRISPER_ENUM_OF_LIST(DistributionKind, CRISPER_DISTRIBUTIONS)

/// What a kind of distribution is told by.
enum class DistributionShape : std::uint8_t {
  mean,         ///< `mean` alone
  range,        ///< two `points`, its ends
  mean_and_cv,  ///< `mean` and `cv`
  table,        ///< `points`, from 0 % to 100 %
};
DistributionShape shape_of(DistributionKind kind);

/// This share of all draws is not above `value`.
struct QuantilePoint {
  Probability share;
  Duration value{};
  friend bool operator==(const QuantilePoint&, const QuantilePoint&) = default;
};

struct Distribution {
  /// No draw is longer: sums of a few never overflow, and no simulation is worth more.
  static constexpr Duration longest = std::chrono::hours(10'000);

  DistributionKind kind = DistributionKind::constant;
  Duration mean{};                      ///< of those that are told by it; see average()
  double cv = 1;                        ///< of those that are told by it: standard deviation over mean, above zero
  std::vector<QuantilePoint> points{};  ///< of those that are told by them: shares grow from 0 to 1, values don't fall

  /// Always zero.
  Distribution() = default;
  /// Always this: a plain duration stands wherever a distribution can.
  template <class Rep, class Period>
  Distribution(std::chrono::duration<Rep, Period> always) : mean(always) {}

  static Distribution uniform(Duration low, Duration high);
  static Distribution exponential(Duration mean);
  static Distribution lognormal(Duration mean, double cv);
  static Distribution gamma(Duration mean, double cv);
  static Distribution quantiles(std::vector<QuantilePoint> points);

  bool is_constant() const { return kind == DistributionKind::constant; }
  /// It costs nothing, ever.
  bool is_zero() const { return is_constant() && mean == Duration::zero(); }

  /// The next one. A constant draws nothing from the stream. Costs some ten to a hundred nanoseconds.
  Duration draw(Rng& rng) const;

  /// The mean, and the standard deviation, rounded to the nanosecond.
  Duration average() const;
  Duration deviation() const;
  /// No draw is shorter.
  Duration least() const;
  /// What about one draw in a thousand exceeds at the most, for timeouts: the end where there is one, else the mean and
  /// twelve standard deviations (a lognormal needs so many).
  Duration nearly_most() const;

  friend bool operator==(const Distribution&, const Distribution&) = default;
};

}  // namespace crisper
