#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include "reports/document/svg.hpp"
#include "reports/sweep_columns.hpp"

namespace crisper::reports {
namespace {

constexpr double curve_width = 900, curve_height = 232;
constexpr double curve_left = 62, curve_right = 24, curve_top = 36, curve_bottom = 26;
constexpr double curve_inner_width = curve_width - curve_left - curve_right;
constexpr double curve_inner_height = curve_height - curve_top - curve_bottom;

/// One axis by ratio, from one of 1, 2 and 5 times a power of ten to another.
class RatioAxis {
 public:
  /// Values above zero, and at least one.
  explicit RatioAxis(const std::vector<double>& values) {
    const auto [least, most] = std::ranges::minmax(values);
    int power = static_cast<int>(std::floor(std::log10(least))) - 1;
    std::vector<double> ticks;
    for (; ticks.size() < 2 || ticks.back() < most * 0.9999; ++power) {
      for (const double factor : {1.0, 2.0, 5.0}) {
        const double tick = factor * std::pow(10.0, power);
        if (tick <= least * 1.0001) ticks.clear();  // the last of these is where it begins
        ticks.push_back(tick);
        if (tick >= most * 0.9999 && ticks.size() > 1) break;
      }
    }
    ticks_ = std::move(ticks);
  }

  const std::vector<double>& ticks() const { return ticks_; }
  /// From zero to one.
  double place(double value) const {
    return std::log(value / ticks_.front()) / std::log(ticks_.back() / ticks_.front());
  }

 private:
  std::vector<double> ticks_;  ///< two at least
};

std::string_view curve_class(CurveStanding standing) {
  constexpr std::string_view classes[] = {"good", "open", "bad"};
  return classes[static_cast<std::size_t>(standing)];
}

std::string curve_value(const CurvePicture& picture, double value) {
  if (!picture.is_time) return fmt::format("{:.4g}/s", value);
  return sweep_value(value * 1e9, {"", "", true});
}

class Curve {
 public:
  Curve(const CurvePicture& picture, std::vector<CurvePoint> points)
      : picture_(picture), points_(std::move(points)), loads_(loads_of(points_)), values_(values_of(points_)) {}

  std::string draw() const {
    std::string svg = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", curve_width, curve_height,
        markup_text(picture_.title));
    svg += axes() + marks();
    std::string path;
    for (const CurvePoint& each : points_) {
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x(each.load), y(each.value));
    }
    svg += fmt::format("<path class=\"s0\" d=\"{}\"/>\n", path);
    for (const CurvePoint& each : points_) {
      svg += fmt::format("<circle class=\"point {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"><title>{:.4g}/s: {}</title>"
                         "</circle>\n",
                         curve_class(each.standing), x(each.load), y(each.value), each.load,
                         markup_text(curve_value(picture_, each.value)));
    }
    return svg + "</svg>\n";
  }

 private:
  static std::vector<double> loads_of(const std::vector<CurvePoint>& points) {
    std::vector<double> loads;
    for (const CurvePoint& each : points) loads.push_back(each.load);
    return loads;
  }
  static std::vector<double> values_of(const std::vector<CurvePoint>& points) {
    std::vector<double> values;
    for (const CurvePoint& each : points) values.push_back(each.value);
    return values;
  }
  double x(double load) const { return curve_left + curve_inner_width * std::clamp(loads_.place(load), 0.0, 1.0); }
  double y(double value) const {
    return curve_top + curve_inner_height * (1 - std::clamp(values_.place(value), 0.0, 1.0));
  }

  std::string axes() const {
    std::string svg;
    for (const double tick : values_.ticks()) {
      svg += fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>"
                         "<text class=\"tick\" x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
                         curve_left, curve_width - curve_right, y(tick), y(tick), curve_left - 6, y(tick) + 4,
                         markup_text(curve_value(picture_, tick)));
    }
    for (const double tick : loads_.ticks()) {
      svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{:.4g}/s</text>\n", x(tick),
                         curve_height - 8, tick);
    }
    return svg;
  }

  std::string marks() const {
    std::string svg;
    bool is_high = true;  // two of them may stand near each other
    for (const CurveMark& each : picture_.marks) {
      const double at = x(each.load);
      const bool is_right = at > curve_left + curve_inner_width / 2;
      svg += fmt::format("<line class=\"limit\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>"
                         "<text class=\"tick\" x=\"{3:.1f}\" y=\"{4}\" text-anchor=\"{5}\">{6}</text>\n",
                         at, curve_top, curve_height - curve_bottom, at + (is_right ? -5 : 5),
                         is_high ? curve_top - 20 : curve_top - 6, is_right ? "end" : "start",
                         markup_text(each.words));
      is_high = !is_high;
    }
    return svg;
  }

  const CurvePicture& picture_;
  std::vector<CurvePoint> points_;
  RatioAxis loads_;
  RatioAxis values_;
};

}  // namespace

std::string svg_of(const CurvePicture& picture) {
  std::vector<CurvePoint> points;
  std::ranges::copy_if(picture.points, std::back_inserter(points), [](const CurvePoint& each) {
    return std::isfinite(each.load) && std::isfinite(each.value) && each.load > 0 && each.value > 0;
  });
  return points.empty() ? "" : Curve(picture, std::move(points)).draw();
}

}  // namespace crisper::reports
