// Worker pool: jobs in forked children, for what must not share a process with its caller (an engine that exists once
// per process, a library that aborts on bad input, a run that may hang or eat all memory), and for many at a time. A
// child may do several jobs, since a fork costs as much as a short one. It says which job it is at; so when it dies,
// that job is known, and the others of its batch go on in another child.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace crisper::sim {

struct WorkerPoolOptions {
  std::size_t at_once = 1;                    ///< children
  std::size_t jobs_per_child = 1;             ///< 1: what may be done only once in a process
  std::chrono::milliseconds job_time_max{0};  ///< processor time; zero: as long as it takes
  std::size_t memory_bytes_max = 0;           ///< address space that a child may add to its parent's; zero: no limit
  std::size_t output_bytes_max = std::size_t{256} << 20;  ///< of one job
  std::size_t tries_max = 1;                              ///< of a job whose process somebody else ends
};

/// For `tries_max` of jobs that are runs: what the machine ends once, it lets live as a rule.
inline constexpr std::size_t run_tries_max = 2;

/// What became of a job. A part of an answer is none.
struct JobOutcome {
  enum class End : std::uint8_t {
    done,           ///< output: what the body returned
    threw,          ///< it threw an exception
    out_of_memory,  ///< it took more than memory_bytes_max
    died,           ///< its process died by its own doing: a signal, an exit, or it wrote more than it may
    timed_out,      ///< killed after job_time_max
    machine,        ///< the machine's trouble: no memory, killed or stopped by somebody else
    not_started,    ///< the machine's trouble: there was no process for it
  };
  End end = End::died;
  std::string output;
  /// What its process did, in words, empty for `done`: "was killed by signal 6 (Aborted)", "gave no answer in time".
  std::string why;
  std::string errors{};  ///< what its process has written on standard error so far: the last 32 KiB at least

  bool is_done() const { return end == End::done; }
  /// It says nothing of the job.
  bool is_machine_trouble() const { return end == End::machine || end == End::not_started; }
  /// `why`, and as ": LINE" what the process said last: as a rule, why it died.
  std::string why_and_last_words() const;
};

/// What a pool that is at work is to do from now on.
struct PoolOrders {
  bool begin_no_more = false;  ///< what has begun may end
  bool stop_now = false;       ///< what has begun is killed, and nobody hears of it
  /// Jobs with higher numbers are no longer wanted.
  std::uint64_t last_job = std::numeric_limits<std::uint64_t>::max();
};

struct PoolJobs {
  /// Up to `most` jobs to begin now; none: not yet, or, when nothing is under way, no more at all.
  std::function<std::vector<std::uint64_t>(std::size_t most)> take;
  /// In a child, which has all that the caller had when it was forked. What it throws is told.
  std::function<std::string(std::uint64_t job)> body;
  /// In the caller, in the order in which they end: which that is depends on the machine.
  std::function<void(std::uint64_t job, JobOutcome outcome)> done;
  /// After each round of waiting, at least ten times a second.
  std::function<PoolOrders()> orders = [] { return PoolOrders{}; };
};

/// For `PoolJobs::take`: 0, 1, … `count` - 1, as long as `go_on` says so.
std::function<std::vector<std::uint64_t>(std::size_t most)> numbers_below(
    std::uint64_t count, std::function<bool()> go_on = [] { return true; });

/// Returns when all that was taken has ended or is no longer wanted. One thread waits for all children; ctrl-C does not
/// reach them. They die with their parent, and run neither destructors of static objects nor what atexit has. Where the
/// machine can't start as many children as are wanted, fewer are at work; where it can't start any, a job is told as
/// not_started.
/// Call it while no other thread holds a lock that `body` needs: a fork copies only the calling thread. It costs about
/// 1 ms, and more for a parent with much memory.
void run_in_workers(const PoolJobs& jobs, const WorkerPoolOptions& options);

/// One job in a child.
JobOutcome run_in_worker(const std::function<std::string()>& body, const WorkerPoolOptions& options = {});

}  // namespace crisper::sim
