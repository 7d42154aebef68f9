// Progress: one line on a terminal's standard error that says how far long work has come; nothing in a pipe, unless
// another program asks for it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace crisper::cli {

/// "120 of 400 runs, 55/s, about 5s left; 3 failed"
std::string progress_line(std::size_t done, std::size_t all, std::chrono::duration<double> elapsed,
                          const std::string& remark);

/// "5s", "3min", "2h"
std::string rough_time(std::chrono::duration<double> time);

class Progress {
 public:
  /// `in_lines`: whatever standard error is, each as a line of its own behind `progress: `, for a program to read.
  explicit Progress(bool in_lines = false);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Wipes the line.
  ~Progress();

  /// Whether anybody sees it: where not, nobody needs to count.
  bool is_shown() const { return in_lines_ || on_terminal_; }
  /// As often as one likes: it is drawn ten times a second at most.
  /// `all` is zero where nobody knows how many there will be.
  void show(std::size_t done, std::size_t all, const std::string& remark);
  /// The same for a line of one's own; it is made only when it is drawn.
  void show(const std::function<std::string(std::chrono::duration<double> elapsed)>& line);
  /// Warns of what doesn't end the work, on a line of its own, when it happens.
  void warn_meanwhile(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  bool in_lines_;
  bool on_terminal_;
  bool drawn_ = false;
  Clock::time_point begun_;
  Clock::time_point last_;
};

}  // namespace crisper::cli
