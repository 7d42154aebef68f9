#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/document/svg.hpp"

namespace crisper::reports {
namespace {

constexpr double chart_width = 900, chart_height = 190;
constexpr double chart_left = 62, chart_right = 10, chart_top = 10, chart_bottom = 26;
constexpr double inner_width = chart_width - chart_left - chart_right;
constexpr double inner_height = chart_height - chart_top - chart_bottom;

/// 1, 2 or 5 times a power of ten, such that at most `parts` of them fit.
double step_for(double most, double parts) {
  const double rough = most / parts;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) return factor * power;
  }
  return 10 * power;
}

class Chart {
 public:
  Chart(const TimeChart& chart, const TimeCharts& all) : chart_(chart), all_(all), unit_(unit_of(chart)) {
    double most = 0;
    for (const ChartSeries& each : chart.series) most = std::max(most, each.most / unit_.size);
    step_ = step_for(std::max(most, 1e-9), 4);
    if (chart.kind == ChartKind::level) step_ = std::max(step_, 1.0);
    most_ = std::max(step_, std::ceil(most / step_ - 1e-9) * step_);
    seconds_ = std::max(to_seconds(all.ended), 1e-9);
  }

  std::string draw() {
    std::string svg = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", chart_width, chart_height,
        markup_text(chart_.title));
    for (const FaultBand& each : all_.bands) {
      const double from = x(to_seconds(each.from)), to = x(to_seconds(each.to));
      svg += fmt::format("<rect class=\"band\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"><title>{}</title>"
                         "</rect>\n",
                         from, chart_top, std::max(to - from, 1.5), inner_height, markup_text(each.words));
    }
    svg += axes();
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      const ChartSeries& series = chart_.series[i];
      if (!series.means.empty()) svg += line(series, series.means, fmt::format("s{} mean", i), "mean");
      svg += line(series, series.tops, fmt::format("s{}", i), "most");
    }
    return svg + "</svg>\n";
  }

 private:
  double x(double seconds) const { return chart_left + inner_width * std::clamp(seconds / seconds_, 0.0, 1.0); }
  double y(double value) const { return chart_top + inner_height * (1 - std::min(value / most_, 1.0)); }

  std::string axes() const {
    std::string svg;
    for (double value = 0; value <= most_ * 1.0001; value += step_) {
      svg += fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>"
                         "<text class=\"tick\" x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{:.4g}{}</text>\n",
                         chart_left, chart_width - chart_right, y(value), y(value), chart_left - 6, y(value) + 4, value,
                         value > 0 ? unit_.name : "");
    }
    const double step = step_for(seconds_, 8);
    for (double at = 0; at <= seconds_ * 1.0001; at += step) {
      svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", x(at),
                         chart_height - 8, at == 0 ? "start" : x(at) > chart_width - 40 ? "end" : "middle",
                         to_text(Duration(static_cast<std::int64_t>(std::llround(at * 1e9)))));
    }
    return svg;
  }

  /// A line through the slots that have a value; a gap where the next one has none.
  std::string line(const ChartSeries& series, const std::vector<std::optional<double>>& values,
                   const std::string& style, std::string_view what) const {
    std::string path;
    bool is_drawing = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) {
        is_drawing = false;
        continue;
      }
      const double at = to_seconds(all_.slot) * (static_cast<double>(i) + 0.5);
      path += fmt::format("{}{:.1f} {:.1f}", is_drawing ? "L" : "M", x(at), y(*values[i] / unit_.size));
      if (!is_drawing) path += "h.1";  // a slot alone is a dot
      is_drawing = true;
    }
    return fmt::format("<path class=\"{}\" d=\"{}\"><title>{}: {}</title></path>\n", style, path,
                       markup_text(series.name), what);
  }

  const TimeChart& chart_;
  const TimeCharts& all_;
  ChartUnit unit_;
  double step_ = 1;
  double most_ = 1;
  double seconds_ = 1;
};

}  // namespace

std::string svg_of(const TimeChart& chart, const TimeCharts& charts) { return Chart(chart, charts).draw(); }

}  // namespace crisper::reports
