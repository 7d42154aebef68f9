// How single values are written in a scenario: durations, rates, chances … Exact both ways: what is printed reads back
// to the same value, and no value passes through a double that could round it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/workload/number_range.hpp"
#include "sim/workload/popularity.hpp"
#include "sim/workload/rate.hpp"

namespace crisper::sim {

/// A value, or what is wrong with the text, to be put behind the value's path: "'5' has no unit; …".
template <class T>
using FromText = Result<T, std::string>;

/// The text without the spaces before and behind it.
std::string_view trimmed(std::string_view text);

/// "5s", "20ms", "1.5h": ns, us, ms, s, m, h; a number alone is refused. Negative ones are read.
FromText<Duration> duration_from(std::string_view text);

/// "50/s", "3/m", "2.5/h".
FromText<Rate> rate_from(std::string_view text);
std::string exact_text(const Rate& rate);

/// "1Gbps", "100Mbps", "56kbps", "300bps", "unlimited" (zero). Bits per second, decimal prefixes.
FromText<std::uint64_t> bandwidth_from(std::string_view text);
std::string bandwidth_text(std::uint64_t bits_per_s);

/// "1%", "0.5%", "0.01"; from nothing to one.
FromText<Probability> probability_from(std::string_view text);
std::string exact_text(Probability probability);

/// true, on, yes; false, off, no.
FromText<bool> boolean_from(std::string_view text);
/// Decimal digits, "_" between them allowed: 1_000_000.
FromText<std::int64_t> integer_from(std::string_view text);
FromText<std::uint64_t> natural_from(std::string_view text);
/// Decimal, in C++'s grammar; finite.
FromText<double> number_from(std::string_view text);
std::string exact_text(double number);

/// "3x" or "300%", in percent.
FromText<std::uint32_t> percent_from(std::string_view text);
/// "100ppm"; may be negative.
FromText<std::int64_t> drift_from(std::string_view text);

/// "uniform" or "zipf(1.1)".
FromText<PopularitySpec> popularity_from(std::string_view text);
std::string exact_text(const PopularitySpec& popularity);

/// "3" or "1..5".
FromText<NumberRange> number_range_from(std::string_view text);
std::string exact_text(const NumberRange& range);

struct DurationRange {
  Duration low{};
  Duration high{};
  friend bool operator==(const DurationRange&, const DurationRange&) = default;
};
/// "10ms" or "10ms..50ms".
FromText<DurationRange> duration_range_from(std::string_view text);
std::string exact_text(const DurationRange& range);

}  // namespace crisper::sim
