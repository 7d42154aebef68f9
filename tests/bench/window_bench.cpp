// What the window costs on a large trace: crisper_window_bench TRACE [LIMITS]. With LIMITS it fails above 3 s to first
// paint, 16 ms a frame (the 95th of 100) and 1 GB. Run it with QT_QPA_PLATFORM=offscreen; make the trace with
//   crisper run scenarios/examples/lunch_rush.yaml --engine fast --out runs/large
#include <fmt/format.h>

#include <QApplication>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "gui/main_window.hpp"
#include "gui/theme/theme.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace crisper::gui;

double ms_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

/// The most memory that this process ever had, in MB.
double peak_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

double percentile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// Moves something, then paints the whole window, many times.
template <class Move>
std::vector<double> frames(int count, Move&& move) {
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const auto begun = Clock::now();
    move(static_cast<double>(i) / count);
    QApplication::processEvents();
    times.push_back(ms_since(begun));
  }
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  if (argc < 2) {
    fmt::print(stderr, "usage: crisper_window_bench TRACE [LIMITS]\n");
    return 64;
  }
  applyTheme(false);
  MainWindow window(false);
  window.resize(1480, 920);
  window.show();
  QApplication::processEvents();

  const auto begun = Clock::now();
  window.open(argv[1]);
  while (window.bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  if (!window.cursor().run()) return 1;
  const double loaded = ms_since(begun);
  window.repaint();
  QApplication::processEvents();
  const double painted = ms_since(begun);
  const TraceData& trace = window.cursor().run()->trace();
  const auto end = static_cast<double>(trace.end_ns());

  const auto scrub =
      frames(300, [&](double share) { window.cursor().moveToTime(static_cast<qint64>(share * end)); });
  window.cursor().moveToTime(static_cast<qint64>(end / 2));
  const auto zoom = frames(200, [&](double share) {
    window.cursor().zoom(share < 0.5 ? 0.9 : 1 / 0.9, static_cast<qint64>(end / 2));
  });
  const auto step = frames(300, [&](double) { window.cursor().step(-1); });

  fmt::print("observations   {}\nloaded         {:.0f} ms\nfirst paint    {:.0f} ms\n", trace.last(), loaded, painted);
  double worst = 0;
  for (const auto& [name, times] : {std::pair{"scrubbing", &scrub}, {"zooming", &zoom}, {"stepping back", &step}}) {
    fmt::print("{:<14} p50 {:.1f} ms, p95 {:.1f} ms, max {:.1f} ms a frame\n", name, percentile(*times, 0.5),
               percentile(*times, 0.95), percentile(*times, 1));
    worst = std::max(worst, percentile(*times, 0.95));
  }
  fmt::print("memory         {:.0f} MB at most\n", peak_mb());
  const bool within = painted < 3000 && worst < 16 && peak_mb() < 1024;
  return argc > 2 && !within ? 1 : 0;
}
