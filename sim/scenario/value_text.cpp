#include "sim/scenario/value_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

namespace crisper::sim {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

namespace {

__extension__ using Wide = __int128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Split {
  std::string_view number;
  std::string_view unit;
};

Split split_unit(std::string_view text) {
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() &&
         (is_digit(text[end]) || text[end] == '.' || text[end] == '_' || text[end] == '-' || text[end] == '+')) {
    // "10ms..50ms" never comes here: ranges are split first.
    ++end;
  }
  return Split{text.substr(0, end), trimmed(text.substr(end))};
}

std::string shown(std::string_view text) {
  constexpr std::size_t shown_max = 60;
  return text.size() > shown_max ? fmt::format("'{}...'", text.substr(0, shown_max)) : fmt::format("'{}'", text);
}

/// number × scale as a whole number, or why not.
FromText<std::int64_t> scaled(std::string_view number, std::int64_t scale, std::string_view whole_text) {
  constexpr Wide limit = std::numeric_limits<std::int64_t>::max();
  const auto not_a_number = [&] { return failure(fmt::format("{} isn't a number", shown(whole_text))); };
  const auto out_of_range = [&] { return failure(fmt::format("{} is out of range", shown(whole_text))); };
  std::string_view rest = number;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative || (!rest.empty() && rest.front() == '+')) rest.remove_prefix(1);
  if (rest.empty() || !is_digit(rest.front())) return not_a_number();
  Wide value = 0;
  bool previous_digit = false;
  while (!rest.empty() && rest.front() != '.') {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '_' && previous_digit && !rest.empty() && is_digit(rest.front())) {
      previous_digit = false;
      continue;
    }
    if (!is_digit(c)) return not_a_number();
    previous_digit = true;
    value = value * 10 + (c - '0');
    if (value > limit) return out_of_range();
  }
  value *= scale;
  if (value > limit) return out_of_range();
  if (!rest.empty()) {
    rest.remove_prefix(1);
    if (rest.empty()) return not_a_number();
    Wide part = scale;
    for (char c : rest) {
      if (!is_digit(c)) return not_a_number();
      if (c == '0' && part % 10 != 0) continue;
      if (part % 10 != 0 && c != '0')
        return failure(fmt::format("{} is finer than can be told apart", shown(whole_text)));
      part /= 10;
      value += part * (c - '0');
    }
  }
  if (value > limit) return out_of_range();
  return static_cast<std::int64_t>(negative ? -value : value);
}

/// value / scale, every digit; the scale is a power of ten.
std::string unscaled(std::int64_t value, std::int64_t scale) {
  const bool negative = value < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto base = static_cast<std::uint64_t>(scale);
  std::string text = fmt::format("{}{}", negative ? "-" : "", magnitude / base);
  std::uint64_t rest = magnitude % base;
  if (rest == 0) return text;
  text += '.';
  for (std::uint64_t place = base / 10; rest > 0; place /= 10) {
    text += static_cast<char>('0' + rest / place);
    rest %= place;
  }
  return text;
}

struct Unit {
  std::string_view name;
  std::int64_t scale;
};

const Unit* find_unit(std::span<const Unit> units, std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::array<Unit, 8> duration_units{{{"ns", 1},
                                              {"us", 1'000},
                                              {"\u00b5s", 1'000},
                                              {"ms", 1'000'000},
                                              {"s", ns_per_s},
                                              {"m", 60 * ns_per_s},
                                              {"min", 60 * ns_per_s},
                                              {"h", 3600 * ns_per_s}}};
constexpr std::array<Unit, 4> bandwidth_units{
    {{"bps", 1}, {"kbps", 1'000}, {"Mbps", 1'000'000}, {"Gbps", 1'000'000'000}}};

}  // namespace

FromText<Duration> duration_from(std::string_view text) {
  if (text.find("..") != std::string_view::npos) {
    return failure(fmt::format("{} is a range; here stands one duration, such as 5ms", shown(text)));
  }
  const Split split = split_unit(text);
  if (split.number.empty()) return failure(fmt::format("{} isn't a duration such as 5s, 20ms or 1.5h", shown(text)));
  if (split.unit.empty()) {
    return failure(
        fmt::format("{} has no unit: write {}s, or another of ns, us, ms, s, m, h", shown(text), split.number));
  }
  const Unit* unit = find_unit(duration_units, split.unit);
  if (!unit) return failure(fmt::format("{} has no unit of time: ns, us, ms, s, m, h", shown(text)));
  return scaled(split.number, unit->scale, text).map([](std::int64_t ns) { return Duration(ns); });
}

FromText<Rate> rate_from(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return failure(fmt::format("{} isn't a rate: write how many per time, such as 50/s, 3/m or 10/h", shown(text)));
  }
  const std::string_view per = trimmed(text.substr(slash + 1));
  const Unit* unit = find_unit(std::span(duration_units).subspan(4), per);
  if (!unit) return failure(fmt::format("{} isn't a rate per s, m or h", shown(text)));
  return scaled(trimmed(text.substr(0, slash)), 1'000'000, text).map([&](std::int64_t micro) {
    return Rate{.micro_events = micro, .per = Duration(unit->scale)};
  });
}

std::string exact_text(const Rate& rate) {
  const char* unit = rate.per == std::chrono::hours(1) ? "h" : rate.per == std::chrono::minutes(1) ? "m" : "s";
  return fmt::format("{}/{}", unscaled(rate.micro_events, 1'000'000), unit);
}

FromText<std::uint64_t> bandwidth_from(std::string_view text) {
  if (text == "unlimited") return 0;
  const Split split = split_unit(text);
  const Unit* unit = find_unit(bandwidth_units, split.unit);
  if (split.number.empty() || !unit) {
    return failure(
        fmt::format("{} isn't a bandwidth such as 1Gbps, 100Mbps, 56kbps, 300bps or unlimited", shown(text)));
  }
  const FromText<std::int64_t> bits = scaled(split.number, unit->scale, text);
  if (!bits) return failure(bits.error());
  if (*bits <= 0) return failure(fmt::format("{} carries nothing; a bandwidth is more than zero", shown(text)));
  return static_cast<std::uint64_t>(*bits);
}

std::string bandwidth_text(std::uint64_t bits_per_s) {
  if (bits_per_s == 0) return "unlimited";
  const Unit* best = &bandwidth_units[0];
  for (const Unit& unit : bandwidth_units) {
    if (bits_per_s >= static_cast<std::uint64_t>(unit.scale)) best = &unit;
  }
  return fmt::format("{}{}", unscaled(static_cast<std::int64_t>(bits_per_s), best->scale), best->name);
}

FromText<Probability> probability_from(std::string_view text) {
  const Split split = split_unit(text);
  if (split.number.empty() || (split.unit != "%" && !split.unit.empty())) {
    return failure(fmt::format("{} isn't a chance such as 1% or 0.01", shown(text)));
  }
  const FromText<std::int64_t> parts =
      scaled(split.number, split.unit == "%" ? Probability::one / 100 : Probability::one, text);
  if (!parts) return failure(parts.error());
  if (*parts < 0 || *parts > Probability::one) {
    return failure(fmt::format("{} isn't a chance: it must be from 0% to 100%", shown(text)));
  }
  return Probability{static_cast<std::uint32_t>(*parts)};
}

std::string exact_text(Probability probability) {
  return unscaled(probability.parts_per_billion, Probability::one / 100) + "%";
}

FromText<bool> boolean_from(std::string_view text) {
  for (std::string_view yes : {"true", "on", "yes", "True", "TRUE", "On", "ON", "Yes", "YES"}) {
    if (text == yes) return true;
  }
  for (std::string_view no : {"false", "off", "no", "False", "FALSE", "Off", "OFF", "No", "NO"}) {
    if (text == no) return false;
  }
  return failure(fmt::format("{} is neither on nor off (nor true, false, yes, no)", shown(text)));
}

FromText<std::int64_t> integer_from(std::string_view text) {
  if (text.find('.') != std::string_view::npos) return failure(fmt::format("{} isn't a whole number", shown(text)));
  const FromText<std::int64_t> value = scaled(trimmed(text), 1, text);
  if (!value && value.error().ends_with("isn't a number")) {
    return failure(fmt::format("{} isn't a whole number", shown(text)));
  }
  return value;
}

FromText<std::uint64_t> natural_from(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;  // beyond int64 too
  const FromText<std::int64_t> integer = integer_from(text);
  if (!integer) return failure(integer.error());
  if (*integer < 0) return failure(fmt::format("{} is negative", shown(text)));
  return static_cast<std::uint64_t>(*integer);
}

FromText<double> number_from(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return failure(fmt::format("{} isn't a number", shown(text)));
  }
  return value;
}

std::string exact_text(double number) { return fmt::format("{}", number); }

FromText<std::uint32_t> percent_from(std::string_view text) {
  const Split split = split_unit(text);
  if (split.number.empty() || (split.unit != "%" && split.unit != "x")) {
    return failure(fmt::format("{} isn't a factor such as 3x or 300%", shown(text)));
  }
  const FromText<std::int64_t> percent = scaled(split.number, split.unit == "x" ? 100 : 1, text);
  if (!percent) return failure(percent.error());
  if (*percent < 0 || *percent > 100'000'000) return failure(fmt::format("{} is out of range", shown(text)));
  return static_cast<std::uint32_t>(*percent);
}

FromText<std::int64_t> drift_from(std::string_view text) {
  const Split split = split_unit(text);
  if (split.number.empty() || split.unit != "ppm") {
    return failure(fmt::format("{} isn't a drift such as 100ppm", shown(text)));
  }
  const FromText<std::int64_t> ppm = scaled(split.number, 1, text);
  if (ppm && (*ppm > 1'000'000 || *ppm < -1'000'000)) return failure(fmt::format("{} is out of range", shown(text)));
  return ppm;
}

FromText<PopularitySpec> popularity_from(std::string_view text) {
  if (text == "uniform") return PopularitySpec{};
  if (text.starts_with("zipf(") && text.ends_with(")")) {
    const FromText<double> exponent = number_from(text.substr(5, text.size() - 6));
    if (exponent && *exponent > 0 && *exponent <= 10) {
      return PopularitySpec{.kind = PopularityKind::zipf, .exponent = *exponent};
    }
    return failure(fmt::format("{}: the exponent of zipf is above 0 and at most 10", shown(text)));
  }
  return failure(fmt::format("{} isn't a popularity: uniform, or zipf with its exponent as in zipf(1.1)", shown(text)));
}

std::string exact_text(const PopularitySpec& popularity) {
  return popularity.kind == PopularityKind::uniform ? "uniform" : fmt::format("zipf({})", popularity.exponent);
}

namespace {

template <class Range, class Read>
FromText<Range> range_from(std::string_view text, Read read) {
  const std::size_t dots = text.find("..");
  const auto low = read(trimmed(text.substr(0, dots)));
  if (!low) return failure(low.error());
  if (dots == std::string_view::npos) return Range{*low, *low};
  const auto high = read(trimmed(text.substr(dots + 2)));
  if (!high) return failure(high.error());
  if (*high < *low) return failure(fmt::format("{} runs backwards", shown(text)));
  return Range{*low, *high};
}

}  // namespace

FromText<NumberRange> number_range_from(std::string_view text) { return range_from<NumberRange>(text, integer_from); }
std::string exact_text(const NumberRange& range) {
  return range.low == range.high ? fmt::format("{}", range.low) : fmt::format("{}..{}", range.low, range.high);
}

FromText<DurationRange> duration_range_from(std::string_view text) {
  return range_from<DurationRange>(text, duration_from);
}
std::string exact_text(const DurationRange& range) {
  return range.low == range.high ? exact_text(range.low) : exact_text(range.low) + ".." + exact_text(range.high);
}

}  // namespace crisper::sim
