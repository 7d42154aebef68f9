#include "sim/engine/worker.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <utility>

#include "sim/engine/machine_trouble.hpp"

namespace crisper::sim {
namespace {

using End = JobOutcome::End;
using Kind = WorkerMessage::Kind;

constexpr std::size_t errors_kept_max = std::size_t{1} << 16;

/// What a child that gets no more memory says, set before it needs it: nothing may be allocated then.
struct SaidWithoutMemory {
  int pipe = -1;
  WorkerMessageHead head;
};
SaidWithoutMemory said_without_memory;

[[noreturn]] void give_up_the_job() {
  if (::write(said_without_memory.pipe, &said_without_memory.head, sizeof said_without_memory.head) < 0) {
    ::_exit(child_without_machine);
  }
  ::_exit(0);
}

/// Does the jobs in turn. The end of one and the beginning of the next are written in one go.
[[noreturn]] void be_the_worker(const PoolJobs& jobs, const Worker::Jobs& batch, const WorkerPoolOptions& options,
                                int pipe) {
  // Where the machine's own limit is narrower, it is the machine that has no more.
  const bool own_limit = options.memory_bytes_max > 0 && limit_memory(options.memory_bytes_max);
  said_without_memory = {.pipe = pipe, .head = {own_limit ? Kind::out_of_memory : Kind::machine, 0, 0}};
  call_without_memory([] { give_up_the_job(); });
  std::string text;
  for (const std::uint64_t job : batch) {
    append(text, Kind::begun, job, {});
    if (!write_all(pipe, text)) ::_exit(0);
    text.clear();
    said_without_memory.head.job = job;
    try {
      append(text, Kind::done, job, jobs.body(job));
      continue;
    } catch (const MachineTrouble& trouble) {
      append(text, Kind::machine, job, trouble.what());
    } catch (const std::exception& error) {
      append(text, Kind::threw, job, error.what());
    } catch (...) {
      append(text, Kind::threw, job, "an exception of unknown type");
    }
    break;  // what it leaves behind is not trusted with another job
  }
  std::fflush(nullptr);
  write_all(pipe, text);
  ::_exit(0);
}

/// Whether somebody else ended it.
bool was_ended(int status) {
  return (WIFSIGNALED(status) && is_from_outside(WTERMSIG(status))) ||
         (WIFEXITED(status) && WEXITSTATUS(status) == child_without_machine);
}

}  // namespace

Worker::Worker(const PoolJobs& jobs, Jobs batch, const WorkerPoolOptions& options)
    : jobs_(jobs), options_(options), batch_(std::move(batch)) {
  if (!output_.create() || !errors_.create()) {
    give_up_start();
    return;
  }
  ::fcntl(errors_.reading.value(), F_SETFL, O_NONBLOCK);
  std::fflush(nullptr);  // or the child would write its copy of the buffers again
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    begin_child(parent, output_, errors_);
    be_the_worker(jobs_, batch_, options_, output_.writing.value());
  }
  if (process_ < 0) give_up_start();
  output_.writing.close();
  errors_.writing.close();
}

std::array<pollfd, 2> Worker::waiting() const {
  return {pollfd{output_.reading.value(), POLLIN, 0}, pollfd{errors_.reading.value(), POLLIN, 0}};
}

void Worker::take(const pollfd& output, const pollfd& errors) {
  newly_begun_ = false;
  if (errors.revents != 0) read_errors();
  if (output.revents != 0) read_output();
  end_if_late();
}

void Worker::end_if_unwanted(const PoolOrders& orders) {
  if (is_over()) return;
  const bool finished_old = !current_ || newly_begun_;
  if (orders.stop_now || (orders.begin_no_more && finished_old) || (current_ && *current_ > orders.last_job)) {
    kill();
    batch_.clear();
    current_.reset();
  }
}

Worker::Jobs Worker::leave(std::multiset<std::uint64_t>& tries) {
  const int status = process_ > 0 ? wait_for_child(std::exchange(process_, -1)) : 0;
  read_errors();
  if (!current_ && done_ == 0 && !batch_.empty() && !killed_) current_ = batch_.front();  // it never came to begin
  if (current_ && !start_failure_.empty()) {
    finish_current(End::not_started, start_failure_);
  } else if (current_ && !was_ended(status)) {
    finish_current(End::died, describe_status(status));
  } else if (current_) {
    tries.insert(*current_);
    if (tries.count(*current_) >= options_.tries_max) finish_current(End::machine, describe_status(status));
  }
  return {batch_.begin() + static_cast<std::ptrdiff_t>(std::min(done_, batch_.size())), batch_.end()};
}

/// Nothing stays open: a child that never was would be waited for.
void Worker::give_up_start() {
  start_failure_ = std::string("could not be started: ") + std::strerror(errno);
  for (Pipe* pipe : {&output_, &errors_}) {
    pipe->reading.close();
    pipe->writing.close();
  }
}

void Worker::kill() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    wait_for_child(std::exchange(process_, -1));
    killed_ = true;
  }
  output_.reading.close();
  errors_.reading.close();
}

/// All that is there now.
void Worker::read_errors() {
  std::array<char, 4096> buffer;
  while (errors_.reading.open()) {
    const ssize_t count = ::read(errors_.reading.value(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return errors_.reading.close();
    errors_text_.append(buffer.data(), static_cast<std::size_t>(count));
    if (errors_text_.size() > errors_kept_max) errors_text_.erase(0, errors_text_.size() - errors_kept_max / 2);
  }
}

void Worker::read_output() {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(output_.reading.value(), buffer.data(), buffer.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) return output_.reading.close();
  messages_.add({buffer.data(), static_cast<std::size_t>(count)});
  WorkerMessage message;
  auto next = messages_.next(message);
  for (; next == WorkerMessageReader::Next::message; next = messages_.next(message)) {
    if (!hear(std::move(message))) return break_off(End::died, "wrote what can't be read");
  }
  if (next == WorkerMessageReader::Next::unreadable) return break_off(End::died, "wrote what can't be read");
  if (messages_.size() > options_.output_bytes_max) break_off(End::died, "wrote more than it may");
}

void Worker::end_if_late() {
  if (!current_ || options_.job_time_max.count() == 0) return;
  clock_.look();
  if (clock_.is_over(options_.job_time_max)) {
    break_off(End::timed_out, "gave no answer in time");
  } else if (clock_.is_stalled(options_.job_time_max)) {
    break_off(End::machine, "took no processor time: it was stopped, or waited for something");
  }
}

bool Worker::hear(WorkerMessage message) {
  if (message.kind == Kind::begun) {
    if (current_ || done_ == batch_.size() || batch_[done_] != message.job) return false;
    current_ = message.job;
    clock_.begin(process_);
    newly_begun_ = true;
    return true;
  }
  if (current_ != message.job) return false;
  switch (message.kind) {
    case Kind::done: finish_current(End::done, {}, std::move(message.text)); break;
    case Kind::threw: finish_current(End::threw, "threw " + message.text); break;
    case Kind::out_of_memory: finish_current(End::out_of_memory, "took more memory than it may"); break;
    case Kind::machine:
      finish_current(End::machine, message.text.empty() ? "got no more memory" : "could not go on: " + message.text);
      break;
    case Kind::begun: break;
  }
  return true;
}

void Worker::finish_current(End end, std::string why, std::string output) {
  read_errors();
  ++done_;
  const std::uint64_t job = *std::exchange(current_, std::nullopt);
  jobs_.done(job, {.end = end, .output = std::move(output), .why = std::move(why), .errors = errors_text_});
}

void Worker::break_off(End end, std::string why) {
  read_errors();
  kill();
  if (!current_ && done_ < batch_.size()) current_ = batch_[done_];
  if (current_) finish_current(end, std::move(why));
}

}  // namespace crisper::sim
