// Worker pool: very many short jobs in forked children, several jobs to a child, since a fork costs as much as a short
// job. A child says which job it is at; so when it dies, hangs or eats all memory, that job is known, and the others of
// its batch go on in another child.
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
  std::size_t jobs_per_child = 32;            ///< 1: what may be done only once in a process
  std::chrono::milliseconds job_time_max{0};  ///< processor time; zero: as long as it takes
  std::size_t memory_bytes_max = 0;           ///< address space that a child may add to its parent's; zero: no limit
  std::size_t output_bytes_max = std::size_t{256} << 20;  ///< of one job
};

struct JobOutcome {
  enum class End : std::uint8_t {
    done,           ///< output: what the body returned
    threw,          ///< it threw an exception; why: its text
    out_of_memory,  ///< it took more than memory_bytes_max
    died,           ///< its process died by its own doing: a signal, an exit
    timed_out,      ///< killed after job_time_max
    machine,        ///< the machine's trouble, twice: no process, no memory, killed or stopped by somebody else
  };
  End end = End::died;
  std::string output;
  std::string why;  ///< one line; empty for `done`
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
  /// In a child, which has all that the caller had when it was forked.
  std::function<std::string(std::uint64_t job)> body;
  /// In the caller, in the order in which they end: which that is depends on the machine.
  std::function<void(std::uint64_t job, JobOutcome outcome)> done;
  /// After each round of waiting, at least ten times a second.
  std::function<PoolOrders()> orders = [] { return PoolOrders{}; };
};

/// Returns when all that was taken has ended or is no longer wanted. One thread waits for all children; ctrl-C does not
/// reach them. A job that dies is not tried again, but for one that the machine's trouble struck, once. Where the
/// machine can't start as many children as are wanted, fewer are at work.
void run_in_workers(const PoolJobs& jobs, const WorkerPoolOptions& options);

}  // namespace crisper::sim
