// What the window costs on a large trace: crisper_window_bench TRACE [LIMITS]. With LIMITS it fails above 5 s to first
// paint, 16 ms a frame (the 95th of 100) and 1 GB: what ten million observations may cost. Frames are told in wall time
// and in processor time of the window's thread: on a busy machine only the second says anything. Run it with
// QT_QPA_PLATFORM=offscreen; make the trace with
//   crisper run scenarios/examples/lunch_rush.yaml --engine fast --out runs/large
#include <fmt/format.h>

#include <QApplication>
#include <algorithm>
#include <chrono>
#include <ctime>
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

double ms_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Of this thread, and of all threads together.
double cpu_ms() { return ms_of(CLOCK_THREAD_CPUTIME_ID); }
double process_cpu_ms() { return ms_of(CLOCK_PROCESS_CPUTIME_ID); }

struct Frames {
  std::vector<double> wall_ms;
  std::vector<double> cpu_ms;
};

/// Moves something, then paints the whole window, many times.
template <class Move>
Frames frames(int count, Move&& move) {
  Frames times;
  for (int i = 0; i < count; ++i) {
    const auto begun = Clock::now();
    const double cpu_begun = cpu_ms();
    move(static_cast<double>(i) / count);
    QApplication::processEvents();
    times.wall_ms.push_back(ms_since(begun));
    times.cpu_ms.push_back(cpu_ms() - cpu_begun);
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
  const double spent_before = process_cpu_ms();
  window.open(argv[1]);
  while (window.bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  if (!window.cursor().run()) return 1;
  const double loaded = ms_since(begun);
  const double spent = process_cpu_ms() - spent_before;
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

  fmt::print("observations   {}\nloaded         {:.0f} ms; processor {:.0f} ms\nfirst paint    {:.0f} ms\n",
             trace.last(), loaded, spent, painted);
  double worst = 0;
  for (const auto& [name, times] : {std::pair{"scrubbing", &scrub}, {"zooming", &zoom}, {"stepping back", &step}}) {
    fmt::print("{:<14} p50 {:.1f}, p95 {:.1f}, max {:.1f} ms a frame; processor {:.1f}, {:.1f}, {:.1f} ms\n",
               name, percentile(times->wall_ms, 0.5), percentile(times->wall_ms, 0.95), percentile(times->wall_ms, 1),
               percentile(times->cpu_ms, 0.5), percentile(times->cpu_ms, 0.95), percentile(times->cpu_ms, 1));
    worst = std::max(worst, percentile(times->wall_ms, 0.95));
  }
  fmt::print("memory         {:.0f} MB at most, {:.0f} bytes an observation\n", peak_mb(),
             peak_mb() * 1024 * 1024 / static_cast<double>(std::max<RecordId>(1, trace.last())));
  const bool within = painted < 5000 && worst < 16 && peak_mb() < 1024;
  return argc > 2 && !within ? 1 : 0;
}
