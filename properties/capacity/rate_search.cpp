#include "properties/capacity/rate_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace crisper::properties {
namespace {

std::optional<NextRate> untried_rate(double per_second) { return NextRate{.per_second = per_second}; }

}  // namespace

double told_rate(double per_second) {
  if (!(per_second > 0)) return 0;
  const double step = std::pow(10.0, std::floor(std::log10(per_second)) - 3);
  // Through its text: two ways to the same rate must meet in the same number.
  return std::stod(fmt::format("{:.4g}", std::round(per_second / step) * step));
}

std::string rate_text(double per_second) {
  // Never with an exponent, which no scenario reads.
  std::string text = fmt::format("{:.6f}", per_second);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + "/s";
}

RateBracket bracket_of(std::vector<TriedRate> tried) {
  std::ranges::sort(tried, {}, &TriedRate::per_second);
  RateBracket bracket{.tried = std::move(tried)};
  for (std::size_t i = 0; i < bracket.tried.size(); ++i) {
    const bool holds = bracket.tried[i].verdict == Verdict::pass;
    if (!holds && !bracket.first_not_held) bracket.first_not_held = i;
    if (holds && !bracket.first_not_held) bracket.highest_held = i;
    if (holds && bracket.first_not_held) bracket.held_above.push_back(i);
  }
  return bracket;
}

std::optional<NextRate> next_rate(const std::vector<TriedRate>& tried, const RateRange& range) {
  const RateBracket bracket = bracket_of(tried);
  const std::vector<TriedRate>& all = bracket.tried;
  if (all.empty()) return untried_rate(range.lowest);
  if (!bracket.highest_held || all.size() >= rates_tried_max) return std::nullopt;
  const double top = all.back().per_second;
  const std::size_t beyond = bracket.first_not_held ? all.size() - 1 - *bracket.first_not_held : 0;
  if (top < range.highest && (!bracket.first_not_held || beyond < rates_beyond)) {
    return untried_rate(std::min(range.highest, told_rate(2 * top)));
  }
  const TriedRate& held = all[*bracket.highest_held];
  if (bracket.first_not_held) {
    const double above = all[*bracket.first_not_held].per_second;
    const double between = told_rate(std::sqrt(held.per_second * above));
    const bool is_wide = above > held.per_second * (1 + range.tolerance);
    if (is_wide && between > held.per_second && between < above) return untried_rate(between);
  }
  if (!held.confirmed) return NextRate{.per_second = held.per_second, .confirms = true};
  return std::nullopt;
}

}  // namespace crisper::properties
