#include <fmt/format.h>

#include <algorithm>

#include "reports/document/svg.hpp"
#include "reports/support/harmless_text.hpp"
#include "reports/support/utf8.hpp"
#include "reports/support/xml_text.hpp"

namespace crisper::reports {

std::string markup_text(std::string_view text) { return xml_text(harmless_text(text)); }

std::string markup_text(std::string_view text, std::size_t characters_max) {
  const std::string whole = harmless_words(text);
  std::string_view left = whole;
  std::size_t bytes = 0;
  for (std::size_t count = 0; !left.empty() && count < characters_max; ++count) {
    const std::size_t one = std::max<std::size_t>(first_character(left).bytes, 1);
    bytes += one;
    left.remove_prefix(one);
  }
  return xml_text(std::string_view(whole).substr(0, bytes)) + (left.empty() ? "" : "\xe2\x80\xa6");
}

ChartUnit unit_of(const TimeChart& chart) {
  if (chart.kind == ChartKind::rate) return {1, "/s"};
  if (chart.kind == ChartKind::level) return {1, ""};
  double most = 0;
  for (const ChartSeries& each : chart.series) most = std::max(most, each.most);
  if (most >= 2e9) return {1e9, "s"};
  if (most >= 2e6) return {1e6, "ms"};
  return most >= 2e3 ? ChartUnit{1e3, "\xc2\xb5s"} : ChartUnit{1, "ns"};
}

std::string value_text(const TimeChart& chart, double value) {
  if (chart.kind == ChartKind::spans) return to_text(Duration(static_cast<std::int64_t>(value)));
  if (chart.kind == ChartKind::level) return fmt::format("{:.0f}", value);
  return fmt::format("{:.3g}/s", value);
}

}  // namespace crisper::reports
