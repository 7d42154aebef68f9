// Worker: one child of a pool (worker_pool.hpp), from its fork to its end, with the batch of jobs that it does in turn.
#pragma once

#include <poll.h>
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/engine/child_process.hpp"
#include "sim/engine/worker_message.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::sim {

class Worker {
 public:
  using Jobs = std::vector<std::uint64_t>;

  /// Forks. `jobs` and `options` are to outlive it.
  Worker(const PoolJobs& jobs, Jobs batch, const WorkerPoolOptions& options);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { kill(); }

  bool has_started() const { return process_ > 0; }
  const Jobs& batch() const { return batch_; }

  /// Nothing more comes from it.
  bool is_over() const { return !output_.reading.open(); }
  /// What poll is to wait for; it passes over negative descriptors: a pipe already at its end.
  std::array<pollfd, 2> waiting() const;
  /// Reads what poll found, hands over what has ended, and ends a job that takes too long.
  void take(const pollfd& output, const pollfd& errors);
  /// Kills it where it is at a job, or about to begin one, that nobody wants.
  void end_if_unwanted(const PoolOrders& orders);

  /// When it is over: what it was at dies with it, and what it had not begun is given back. So is, up to the number of
  /// tries that are allowed, what somebody else ended; `tries` has those.
  Jobs leave(std::multiset<std::uint64_t>& tries);

 private:
  void give_up_start();
  void kill();
  void read_errors();
  void read_output();
  void end_if_late();
  /// False: it is not what such a process says at this point.
  bool hear(WorkerMessage message);
  void finish_current(JobOutcome::End end, std::string why, std::string output = {});
  /// Kills it for what it is at, or was to begin.
  void break_off(JobOutcome::End end, std::string why);

  const PoolJobs& jobs_;
  const WorkerPoolOptions& options_;
  Jobs batch_;
  Pipe output_;
  Pipe errors_;
  pid_t process_ = -1;
  bool killed_ = false;
  std::string start_failure_;
  WorkerMessageReader messages_;
  std::string errors_text_;
  std::size_t done_ = 0;  ///< of the batch, in its order
  std::optional<std::uint64_t> current_;
  bool newly_begun_ = false;  ///< since the last round
  ChildClock clock_;
};

}  // namespace crisper::sim
