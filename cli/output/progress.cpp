#include "cli/output/progress.hpp"

#include <fmt/format.h>
#include "cli/output/complain.hpp"
#include "cli/output/say.hpp"
#include "core/base/counted.hpp"

namespace crisper::cli {
namespace {

constexpr const char* wiped_line = "\r\x1b[K";

}  // namespace

std::string rough_time(std::chrono::duration<double> time) {
  const auto whole = static_cast<long long>(time.count() + 0.5);
  if (whole < 120) return fmt::format("{}s", whole);
  if (whole < 7200) return fmt::format("{}min", (whole + 30) / 60);
  return fmt::format("{}h", (whole + 1800) / 3600);
}

std::string progress_line(std::size_t done, std::size_t all, std::chrono::duration<double> elapsed,
                          const std::string& remark) {
  std::string line = all > 0 ? fmt::format("{} of {} runs", done, all) : counted(done, "run");
  if (done > 0 && elapsed.count() > 0) {
    const double rate = static_cast<double>(done) / elapsed.count();
    line += fmt::format(", {:.{}f}/s", rate, rate < 10 ? 1 : 0);
    if (all > 0) {
      const std::chrono::duration<double> left(static_cast<double>(all - done) / rate);
      line += fmt::format(", about {} left", rough_time(left));
    }
  }
  return remark.empty() ? line : line + "; " + remark;
}

Progress::Progress(bool in_lines)
    : in_lines_(in_lines), on_terminal_(!in_lines && can_redraw_errors()), begun_(Clock::now()), last_(begun_) {}

Progress::~Progress() {
  if (drawn_ && on_terminal_) print_aside(wiped_line);
}

void Progress::warn_meanwhile(const std::string& line) {
  if (drawn_ && on_terminal_) print_aside(wiped_line);
  warn(line);
}

void Progress::show(std::size_t done, std::size_t all, const std::string& remark) {
  show([&](std::chrono::duration<double> elapsed) { return progress_line(done, all, elapsed, remark); });
}

void Progress::show(const std::function<std::string(std::chrono::duration<double>)>& line) {
  if (!on_terminal_ && !in_lines_) return;
  const Clock::time_point now = Clock::now();
  if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  if (in_lines_) {
    print_aside("progress: " + line(now - begun_) + "\n");
  } else {
    print_aside(wiped_line + line(now - begun_));
  }
}

}  // namespace crisper::cli
