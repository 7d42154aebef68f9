// The pictures of a document as SVG, to stand inside an HTML page: its style sheet gives them their colours, light or
// dark. Nothing in them needs a script.
#pragma once

#include <string>
#include <string_view>

#include "reports/document/curve_picture.hpp"
#include "reports/document/design_picture.hpp"
#include "reports/document/message_diagram.hpp"
#include "reports/document/time_charts.hpp"

namespace crisper::reports {

std::string svg_of(const DesignPicture& picture);
std::string svg_of(const MessageDiagram& diagram);
/// Empty where nothing of it is above zero.
std::string svg_of(const CurvePicture& picture);
/// One chart; `charts` has its axis and the faults behind it.
std::string svg_of(const TimeChart& chart, const TimeCharts& charts);

/// Any text as the content of an element, or the value of an attribute, of HTML and of SVG.
std::string markup_text(std::string_view text);
/// The same, cut to so many characters, with a sign that it is.
std::string markup_text(std::string_view text, std::size_t characters_max);

/// How a chart's values are written: one unit for all of them.
struct ChartUnit {
  double size = 1;  ///< in what a chart counts
  std::string_view name{};
};
ChartUnit unit_of(const TimeChart& chart);
/// "12.4ms", "31", "48.2/s"
std::string value_text(const TimeChart& chart, double value);

}  // namespace crisper::reports
