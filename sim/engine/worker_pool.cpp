#include "sim/engine/worker_pool.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "sim/engine/child_process.hpp"
#include "sim/engine/isolated_run.hpp"
#include "sim/engine/machine_trouble.hpp"

namespace crisper::sim {
namespace {

using Jobs = std::vector<std::uint64_t>;

constexpr std::size_t errors_kept_max = std::size_t{1} << 16;

/// What a child writes: a head, and `size` bytes behind it.
struct Head {
  enum class Kind : std::uint32_t { begun, done, threw, out_of_memory, machine };
  Kind kind{};
  std::uint32_t size = 0;
  std::uint64_t job = 0;
};

void append(std::string& to, Head::Kind kind, std::uint64_t job, std::string_view bytes) {
  const Head head{.kind = kind, .size = static_cast<std::uint32_t>(bytes.size()), .job = job};
  char raw[sizeof head];
  std::memcpy(raw, &head, sizeof head);
  to.append(raw, sizeof head);
  to.append(bytes);
}

/// What a child that gets no more memory says, set before it needs it: nothing may be allocated then.
struct LastWords {
  int pipe = -1;
  Head head{.kind = Head::Kind::out_of_memory};
};
LastWords last_words_without_memory;

[[noreturn]] void give_up_the_job() {
  const Head& head = last_words_without_memory.head;
  if (::write(last_words_without_memory.pipe, &head, sizeof head) < 0) ::_exit(child_without_machine);
  ::_exit(0);
}

/// Does the jobs in turn. The end of one and the beginning of the next are written in one go.
[[noreturn]] void be_the_worker(const PoolJobs& jobs, const Jobs& batch, const WorkerPoolOptions& options, int pipe) {
  // Where the machine's own limit is narrower, it is the machine that has no more.
  const bool own_limit = options.memory_bytes_max > 0 && limit_memory(options.memory_bytes_max);
  last_words_without_memory = {.pipe = pipe, .head = {}};
  last_words_without_memory.head.kind = own_limit ? Head::Kind::out_of_memory : Head::Kind::machine;
  call_without_memory([] { give_up_the_job(); });
  ChildOutput out(pipe);
  std::string text;
  for (const std::uint64_t job : batch) {
    append(text, Head::Kind::begun, job, {});
    if (!out.write(text)) ::_exit(0);
    text.clear();
    last_words_without_memory.head.job = job;
    try {
      append(text, Head::Kind::done, job, jobs.body(job));
      continue;
    } catch (const MachineTrouble& trouble) {
      append(text, Head::Kind::machine, job, trouble.what());
    } catch (const std::exception& error) {
      append(text, Head::Kind::threw, job, error.what());
    } catch (...) {
      append(text, Head::Kind::threw, job, "an exception of unknown type");
    }
    break;  // what it leaves behind is not trusted with another job
  }
  out.write(text);
  ::_exit(0);
}

/// One child and its batch.
class Worker {
 public:
  Worker(const PoolJobs& jobs, Jobs batch, const WorkerPoolOptions& options)
      : options_(options), batch_(std::move(batch)) {
    if (!output_.create() || !errors_.create()) {
      give_up_start();
      return;
    }
    std::fflush(nullptr);  // or the child would write its copy of the buffers again
    const pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ == 0) {
      begin_child(parent, output_, errors_);
      be_the_worker(jobs, batch_, options_, output_.writing.value());
    }
    output_.writing.close();
    errors_.writing.close();
    if (process_ < 0) give_up_start();
  }
  bool has_started() const { return process_ > 0; }
  const Jobs& batch() const { return batch_; }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { kill(); }

  bool is_over() const { return !output_.reading.open(); }
  std::array<pollfd, 2> waiting() const {
    return {pollfd{output_.reading.value(), POLLIN, 0}, pollfd{errors_.reading.value(), POLLIN, 0}};
  }
  /// Reads what is there and hands over what has ended.
  void take(const pollfd& output, const pollfd& errors, const PoolJobs& jobs) {
    if (errors.revents != 0) read_errors();
    if (output.revents != 0) read_output(jobs);
  }
  void end_if_late(const PoolJobs& jobs) {
    if (!current_ || options_.job_time_max.count() == 0) return;
    clock_.look();
    if (clock_.is_over(options_.job_time_max)) {
      kill();
      finish_current(jobs, {.end = JobOutcome::End::timed_out, .output = {}, .why = "gave no answer in time"});
    } else if (clock_.is_stalled(options_.job_time_max)) {
      kill();
      finish_current(jobs, {.end = JobOutcome::End::machine,
                            .output = {},
                            .why = "its process took no processor time: it was stopped, or waited for something"});
    }
  }
  /// Kills it where it is at a job, or about to begin one, that nobody wants.
  void end_if_unwanted(const PoolOrders& orders) {
    if (is_over()) return;
    const bool finished_old = !current_ || newly_begun_;
    if (orders.stop_now || (orders.begin_no_more && finished_old) || (current_ && *current_ > orders.last_job)) {
      kill();
      batch_.clear();
      current_.reset();
    }
  }
  void note_round() { newly_begun_ = false; }

  /// When it is over: what it was at dies with it, and what it had not begun is given back. So is, the first time, what
  /// somebody else ended.
  Jobs leave(const PoolJobs& jobs, std::set<std::uint64_t>& tried_again) {
    const int status = process_ > 0 ? wait_for_child(std::exchange(process_, -1)) : 0;
    if (!current_ && done_ == 0 && !batch_.empty() && !killed_) current_ = batch_.front();  // it never came to begin
    if (current_) {
      while (errors_.reading.open()) read_errors();
      const bool machine = !start_failure_.empty() || (WIFSIGNALED(status) && is_from_outside(WTERMSIG(status))) ||
                           (WIFEXITED(status) && WEXITSTATUS(status) == child_without_machine);
      if (machine && start_failure_.empty() && tried_again.insert(*current_).second) {
        current_.reset();
      } else {
        const std::string end = start_failure_.empty() ? "its process " + describe_status(status) : start_failure_;
        finish_current(jobs, {.end = machine ? JobOutcome::End::machine : JobOutcome::End::died,
                              .output = {},
                              .why = end + last_words(errors_text_)});
      }
    }
    Jobs rest(batch_.begin() + static_cast<std::ptrdiff_t>(std::min(done_, batch_.size())), batch_.end());
    return rest;
  }

 private:
  void give_up_start() {
    start_failure_ = std::string("its process could not be started: ") + std::strerror(errno);
    output_.reading.close();
    errors_.reading.close();
    output_.writing.close();
    errors_.writing.close();
  }
  void kill() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      wait_for_child(std::exchange(process_, -1));
      killed_ = true;
    }
    output_.reading.close();
    errors_.reading.close();
  }
  void read_errors() {
    std::array<char, 4096> buffer;
    const ssize_t count = ::read(errors_.reading.value(), buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) return errors_.reading.close();
    errors_text_.append(buffer.data(), static_cast<std::size_t>(count));
    if (errors_text_.size() > errors_kept_max) errors_text_.erase(0, errors_text_.size() - errors_kept_max / 2);
  }
  void read_output(const PoolJobs& jobs) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(output_.reading.value(), buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) return output_.reading.close();
    text_.append(buffer.data(), static_cast<std::size_t>(count));
    std::size_t at = 0;
    Head head;
    while (text_.size() - at >= sizeof head) {
      std::memcpy(&head, text_.data() + at, sizeof head);
      if (text_.size() - at - sizeof head < head.size) break;
      hear(head, text_.substr(at + sizeof head, head.size), jobs);
      at += sizeof head + head.size;
    }
    text_.erase(0, at);
    if (text_.size() <= options_.output_bytes_max || !current_) return;
    kill();
    finish_current(jobs, {.end = JobOutcome::End::died, .output = {}, .why = "wrote more than it may"});
  }
  void hear(const Head& head, std::string bytes, const PoolJobs& jobs) {
    if (head.kind == Head::Kind::begun) {
      current_ = head.job;
      clock_.begin(process_);
      newly_begun_ = true;
      return;
    }
    JobOutcome outcome{.end = JobOutcome::End::done, .output = {}, .why = {}};
    if (head.kind == Head::Kind::done) outcome.output = std::move(bytes);
    if (head.kind == Head::Kind::threw) outcome = {.end = JobOutcome::End::threw, .output = {}, .why = bytes};
    if (head.kind == Head::Kind::out_of_memory) {
      outcome = {.end = JobOutcome::End::out_of_memory, .output = {}, .why = "took more memory than it may"};
    }
    if (head.kind == Head::Kind::machine) {
      outcome = {.end = JobOutcome::End::machine, .output = {}, .why = bytes.empty() ? "it got no more memory" : bytes};
    }
    finish_current(jobs, std::move(outcome));
  }
  void finish_current(const PoolJobs& jobs, JobOutcome outcome) {
    ++done_;
    const std::uint64_t job = *std::exchange(current_, std::nullopt);
    jobs.done(job, std::move(outcome));
  }

  WorkerPoolOptions options_;
  Jobs batch_;
  Pipe output_;
  Pipe errors_;
  pid_t process_ = -1;
  bool killed_ = false;
  std::string start_failure_;
  std::string text_;         ///< of a message that has not arrived whole
  std::string errors_text_;
  std::size_t done_ = 0;     ///< of the batch, in its order
  std::optional<std::uint64_t> current_;
  bool newly_begun_ = false;  ///< since the last round
  ChildClock clock_;
};

using Workers = std::vector<std::unique_ptr<Worker>>;

void wait_for_any(Workers& workers, const PoolJobs& jobs) {
  std::vector<pollfd> waiting;
  int wait_ms = look_ms;
  for (const auto& worker : workers) {
    for (const pollfd& each : worker->waiting()) waiting.push_back(each);
    if (worker->is_over()) wait_ms = 0;
  }
  if (::poll(waiting.data(), waiting.size(), wait_ms) < 0) return;  // interrupted
  for (std::size_t i = 0; i < workers.size(); ++i) {
    workers[i]->note_round();
    workers[i]->take(waiting[2 * i], waiting[2 * i + 1], jobs);
    workers[i]->end_if_late(jobs);
  }
}

/// The next batch: what others gave back comes first.
Jobs next_batch(const PoolJobs& jobs, std::size_t most, std::deque<std::uint64_t>& given_back) {
  Jobs batch;
  while (!given_back.empty() && batch.size() < most) {
    batch.push_back(given_back.front());
    given_back.pop_front();
  }
  return batch.empty() ? jobs.take(most) : batch;
}

}  // namespace

void run_in_workers(const PoolJobs& jobs, const WorkerPoolOptions& options) {
  const std::size_t most = std::max<std::size_t>(1, options.jobs_per_child);
  Workers workers;
  std::deque<std::uint64_t> given_back;
  std::set<std::uint64_t> tried_again;
  std::size_t room = std::max<std::size_t>(1, options.at_once);  // fewer where the machine can't start as many
  while (true) {
    const PoolOrders orders = jobs.orders();
    for (const auto& worker : workers) worker->end_if_unwanted(orders);
    std::erase_if(given_back, [&](std::uint64_t job) { return job > orders.last_job; });
    for (auto each = workers.begin(); each != workers.end();) {
      if (!(*each)->is_over()) {
        ++each;
        continue;
      }
      for (const std::uint64_t job : (*each)->leave(jobs, tried_again)) given_back.push_back(job);
      each = workers.erase(each);
    }
    while (!orders.stop_now && !orders.begin_no_more && workers.size() < room) {
      Jobs batch = next_batch(jobs, most, given_back);
      std::erase_if(batch, [&](std::uint64_t job) { return job > orders.last_job; });
      if (batch.empty()) break;
      auto worker = std::make_unique<Worker>(jobs, std::move(batch), options);
      if (!worker->has_started() && !workers.empty()) {
        given_back.insert(given_back.begin(), worker->batch().begin(), worker->batch().end());
        room = workers.size();
        break;
      }
      workers.push_back(std::move(worker));
    }
    if (workers.empty()) return;
    wait_for_any(workers, jobs);
  }
}

}  // namespace crisper::sim
