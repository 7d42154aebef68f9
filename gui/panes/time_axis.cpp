#include "gui/panes/time_axis.hpp"

#include <algorithm>
#include <cmath>

namespace crisper::gui {

std::vector<TimeTick> time_ticks(qint64 begin_ns, qint64 end_ns, int count) {
  const double length = std::max<double>(1, static_cast<double>(end_ns - begin_ns));
  const double rough = length / std::max(1, count);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = power;
  for (const double factor : {2.0, 5.0, 10.0}) {
    if (step < rough) step = power * factor;
  }
  const auto step_ns = std::max<qint64>(1, static_cast<qint64>(step));
  std::vector<TimeTick> ticks;
  for (qint64 at = (begin_ns + step_ns - 1) / step_ns * step_ns; at <= end_ns; at += step_ns) {
    ticks.push_back({at, time_label(at, step_ns * 10)});
  }
  return ticks;
}

QString time_label(qint64 at_ns, qint64 length_ns) {
  const int digits = length_ns >= 20'000'000'000 ? 1 : length_ns >= 200'000'000 ? 3 : length_ns >= 2'000'000 ? 5 : 7;
  return QString::number(static_cast<double>(at_ns) / 1e9, 'f', digits) + " s";
}

}  // namespace crisper::gui
