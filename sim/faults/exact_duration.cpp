#include "sim/faults/exact_duration.hpp"

#include <array>
#include <cstdint>
#include <limits>

namespace crisper::sim {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ns;
};

constexpr auto units = std::to_array<Unit>({{"h", 3'600'000'000'000},
                                            {"m", 60'000'000'000},
                                            {"s", 1'000'000'000},
                                            {"ms", 1'000'000},
                                            {"us", 1'000},
                                            {"ns", 1}});

__extension__ using Wide = __int128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string exact_text(Duration span) {
  if (span == Duration::zero()) return "0s";
  for (const Unit& unit : units) {
    if (span.count() % unit.ns == 0) return std::to_string(span.count() / unit.ns) + std::string(unit.name);
  }
  return {};  // not reached: every span is a whole number of nanoseconds
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  // The number as digits and how many of them stand behind the point.
  Wide digits = 0;
  int count = 0, behind = 0;
  bool point = false;
  while (!text.empty() && (is_digit(text[0]) || (text[0] == '.' && !point && count > 0))) {
    if (text[0] == '.') {
      point = true;
    } else {
      if (++count > 30) return std::nullopt;
      digits = digits * 10 + (text[0] - '0');
      behind += point;
    }
    text.remove_prefix(1);
  }
  if (count == 0 || (point && behind == 0)) return std::nullopt;
  for (const Unit& unit : units) {
    if (text != unit.name) continue;
    if (digits > std::numeric_limits<Wide>::max() / unit.ns) return std::nullopt;
    Wide ns = digits * unit.ns;
    for (; behind > 0; --behind) {
      if (ns % 10 != 0) return std::nullopt;
      ns /= 10;
    }
    if (negative) ns = -ns;
    if (ns > std::numeric_limits<std::int64_t>::max() || ns < std::numeric_limits<std::int64_t>::min())
      return std::nullopt;
    return Duration(static_cast<std::int64_t>(ns));
  }
  return std::nullopt;
}

}  // namespace crisper::sim
