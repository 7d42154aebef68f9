#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace crisper::cli {
namespace {

constexpr const char* wiped_line = "\r\x1b[K";

std::string rough(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 120) return fmt::format("{}s", whole);
  if (whole < 7200) return fmt::format("{}min", (whole + 30) / 60);
  return fmt::format("{}h", (whole + 1800) / 3600);
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t all, std::chrono::duration<double> elapsed,
                          const std::string& remark) {
  std::string line = fmt::format("{} of {} runs", done, all);
  if (done > 0 && elapsed.count() > 0) {
    const double rate = static_cast<double>(done) / elapsed.count();
    line += fmt::format(", {:.{}f}/s, about {} left", rate, rate < 10 ? 1 : 0,
                        rough(static_cast<double>(all - done) / rate));
  }
  return remark.empty() ? line : line + "; " + remark;
}

Progress::Progress() : on_terminal_(isatty(STDERR_FILENO) != 0), begun_(Clock::now()), last_(begun_) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "{}", wiped_line);
}

bool Progress::is_time() {
  if (!on_terminal_) return false;
  const Clock::time_point now = Clock::now();
  if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return false;
  last_ = now;
  return true;
}

void Progress::draw(const std::string& line) {
  drawn_ = true;
  fmt::print(stderr, "{}{}", wiped_line, line);
  std::fflush(stderr);
}

void Progress::show(std::size_t done, std::size_t all, const std::string& remark) {
  if (is_time()) draw(progress_line(done, all, last_ - begun_, remark));
}

}  // namespace crisper::cli
