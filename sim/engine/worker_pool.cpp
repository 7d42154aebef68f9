#include "sim/engine/worker_pool.hpp"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "sim/engine/child_process.hpp"
#include "sim/engine/worker.hpp"

namespace crisper::sim {
namespace {

using Jobs = Worker::Jobs;
using Workers = std::vector<std::unique_ptr<Worker>>;

void wait_for_any(Workers& workers) {
  std::vector<pollfd> waiting;
  int wait_ms = look_ms;
  for (const auto& worker : workers) {
    for (const pollfd& each : worker->waiting()) waiting.push_back(each);
    if (worker->is_over()) wait_ms = 0;
  }
  if (::poll(waiting.data(), waiting.size(), wait_ms) < 0) return;  // interrupted
  for (std::size_t i = 0; i < workers.size(); ++i) workers[i]->take(waiting[2 * i], waiting[2 * i + 1]);
}

/// The next batch: what others gave back comes first.
Jobs next_batch(const PoolJobs& jobs, std::size_t most, std::set<std::uint64_t>& given_back) {
  Jobs batch;
  while (!given_back.empty() && batch.size() < most) {
    batch.push_back(given_back.extract(given_back.begin()).value());
  }
  return batch.empty() ? jobs.take(most) : batch;
}

}  // namespace

std::string JobOutcome::why_and_last_words() const { return why + last_words(errors); }

std::function<Jobs(std::size_t most)> numbers_below(std::uint64_t count, std::function<bool()> go_on) {
  return [count, go_on = std::move(go_on), next = std::uint64_t{0}](std::size_t most) mutable {
    Jobs batch;
    while (batch.size() < most && next < count && go_on()) batch.push_back(next++);
    return batch;
  };
}

void run_in_workers(const PoolJobs& jobs, const WorkerPoolOptions& options) {
  const std::size_t most = std::max<std::size_t>(1, options.jobs_per_child);
  Workers workers;
  // In the order of the jobs: in a batch, what comes after one that is not wanted isn't wanted either.
  std::set<std::uint64_t> given_back;
  std::multiset<std::uint64_t> tries;
  std::size_t room = std::max<std::size_t>(1, options.at_once);  // fewer where the machine can't start as many
  while (true) {
    const PoolOrders orders = jobs.orders();
    for (const auto& worker : workers) worker->end_if_unwanted(orders);
    for (auto each = workers.begin(); each != workers.end();) {
      if (!(*each)->is_over()) {
        ++each;
        continue;
      }
      for (const std::uint64_t job : (*each)->leave(tries)) given_back.insert(job);
      each = workers.erase(each);
    }
    std::erase_if(given_back, [&](std::uint64_t job) { return job > orders.last_job; });
    while (!orders.stop_now && !orders.begin_no_more && workers.size() < room) {
      Jobs batch = next_batch(jobs, most, given_back);
      std::erase_if(batch, [&](std::uint64_t job) { return job > orders.last_job; });
      if (batch.empty()) break;
      auto worker = std::make_unique<Worker>(jobs, std::move(batch), options);
      if (!worker->has_started() && !workers.empty()) {
        given_back.insert(worker->batch().begin(), worker->batch().end());
        room = workers.size();
        break;
      }
      workers.push_back(std::move(worker));
    }
    if (workers.empty()) return;
    wait_for_any(workers);
  }
}

JobOutcome run_in_worker(const std::function<std::string()>& body, const WorkerPoolOptions& options) {
  JobOutcome only;
  run_in_workers({.take = numbers_below(1),
                  .body = [&](std::uint64_t) { return body(); },
                  .done = [&](std::uint64_t, JobOutcome outcome) { only = std::move(outcome); }},
                 options);
  return only;
}

}  // namespace crisper::sim
