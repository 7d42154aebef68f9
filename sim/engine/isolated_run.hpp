// Isolated run: a function run in a forked child, for what must not share a process with its caller (an engine that
// exists once per process, a library that aborts on bad input). What the child writes comes back as bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace crisper::sim {

/// The child's end of the pipe to its parent.
class ChildOutput {
 public:
  explicit ChildOutput(int descriptor) : descriptor_(descriptor) {}

  /// Blocks while the pipe is full; false when the parent reads no more.
  bool write(std::string_view bytes);

 private:
  int descriptor_;
};

struct IsolatedRunOptions {
  std::chrono::milliseconds timeout_max{0};             ///< processor time; zero: as long as it takes
  std::size_t output_bytes_max = std::size_t{1} << 30;  ///< of output and of errors, each
  bool keep_errors = false;  ///< collect standard error in `errors`; otherwise the child shares its parent's
};

enum class ChildEnd : std::uint8_t {
  exited,           ///< code: the exit status
  signalled,        ///< code: the signal that killed it
  timed_out,        ///< killed after timeout_max
  stalled,          ///< killed after ten times as long in which it used less: it was stopped, or waited for something
  too_much_output,  ///< killed after output_bytes_max
  not_started,      ///< code: errno of the call that failed
};

struct IsolatedRun {
  ChildEnd end = ChildEnd::not_started;
  int code = 0;
  std::string output;  ///< all that arrived, also from a child that did not end well
  std::string errors;  ///< empty unless keep_errors

  bool succeeded() const { return end == ChildEnd::exited && code == 0; }
  /// It says nothing of the function: the child could not be started, got no memory, or was killed or stopped by
  /// somebody else.
  bool is_machine_trouble() const;
  /// "exited with status 3", "was killed by signal 6 (Aborted)", "gave no answer in time" …
  std::string describe_end() const;
};

/// Exit status of a child whose function threw; the message is on its standard error.
constexpr int child_threw = 70;
/// Exit status of one that got no memory, or met other trouble of the machine (sim/engine/machine_trouble.hpp).
constexpr int child_without_machine = 71;

/// Runs `body` in a child and waits for it; `body`'s value is the exit status (0 to 255). The child leaves without
/// running destructors of static objects or functions registered with atexit, and dies with its parent.
/// Call it while no other thread holds a lock that `body` needs: a fork copies only the calling thread.
/// Costs about 1 ms, and more for a parent with much memory.
IsolatedRun run_isolated(const std::function<int(ChildOutput&)>& body, const IsolatedRunOptions& options = {});

/// Many of them: `body(job, out)` for the jobs 0, 1, … `jobs` - 1, begun in this order, at most `at_once` at a time.
struct IsolatedJobs {
  std::size_t jobs = 0;
  std::size_t at_once = 1;
  std::function<int(std::size_t job, ChildOutput& out)> body{};
  /// Called here, between children, in the order in which they end: which that is depends on the machine.
  std::function<void(std::size_t job, IsolatedRun run)> done{};
  /// Asked before each child; false: begin no more.
  std::function<bool()> go_on = [] { return true; };
};

/// Returns when all that were begun have ended, and how many those are: the first so many. Where the machine can't
/// start as many children as are wanted, fewer are at work; where it can't start any, the job is told as `not_started`.
/// One thread waits for all pipes, so `body` may use whatever the caller may.
std::size_t run_isolated(const IsolatedJobs& jobs, const IsolatedRunOptions& options = {});

}  // namespace crisper::sim
