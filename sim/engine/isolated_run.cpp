#include "sim/engine/isolated_run.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/engine/child_process.hpp"
#include "sim/engine/machine_trouble.hpp"

namespace crisper::sim {
namespace {

/// Set before anything can fail in the child: nothing may be allocated then.
[[noreturn]] void give_up_without_memory() {
  constexpr std::string_view words = "it got no more memory\n";
  if (::write(STDERR_FILENO, words.data(), words.size()) < 0) ::_exit(child_without_machine);
  ::_exit(child_without_machine);
}

[[noreturn]] void be_the_child(const std::function<int(ChildOutput&)>& body, Pipe& output, Pipe& errors, pid_t parent) {
  begin_child(parent, output, errors);
  call_without_memory([] { give_up_without_memory(); });
  int status = child_threw;
  try {
    ChildOutput pipe(output.writing.value());
    status = body(pipe);
  } catch (const MachineTrouble& trouble) {
    status = child_without_machine;
    std::fprintf(stderr, "%s\n", trouble.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "an exception of unknown type\n");
  }
  std::fflush(nullptr);
  ::_exit(status);
}

/// Reads what is there now; closes the descriptor at the end of the stream. False when the limit is passed.
bool drain(Descriptor& from, std::string& into, std::size_t bytes_max) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(from.value(), buffer.data(), buffer.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (count <= 0) {
    from.close();
    return true;
  }
  into.append(buffer.data(), static_cast<std::size_t>(count));
  return into.size() <= bytes_max;
}

/// One child under way.
class Child {
 public:
  Child(const std::function<int(ChildOutput&)>& body, const IsolatedRunOptions& options)
      : options_(options) {
    if (!output_.create() || (options.keep_errors && !errors_.create())) {
      give_up_start();
      return;
    }
    std::fflush(nullptr);  // or the child would write its copy of the buffers again
    const pid_t parent = ::getpid();
    process_ = ::fork();
    if (process_ < 0) {
      give_up_start();
      return;
    }
    if (process_ == 0) be_the_child(body, output_, errors_, parent);
    output_.writing.close();
    errors_.writing.close();
    clock_.begin(process_);
  }

  bool has_started() const { return process_ > 0; }

  /// Both pipes at their end, or broken off.
  bool is_over() const { return broken_off_ || !(output_.reading.open() || errors_.reading.open()); }
  /// What poll is to wait for; it passes over negative descriptors: a pipe already at its end.
  std::array<pollfd, 2> waiting() const {
    return {pollfd{output_.reading.value(), POLLIN, 0}, pollfd{errors_.reading.value(), POLLIN, 0}};
  }
  bool has_all_the_time() const { return options_.timeout_max.count() == 0; }
  /// Reads what poll found.
  void take(const pollfd& output, const pollfd& errors) {
    const std::size_t most = options_.output_bytes_max;
    if (output.revents != 0 && !drain(output_.reading, run_.output, most)) broken_off_ = ChildEnd::too_much_output;
    if (errors.revents != 0 && !drain(errors_.reading, run_.errors, most)) broken_off_ = ChildEnd::too_much_output;
    if (is_over() || has_all_the_time()) return;
    clock_.look();
    if (clock_.is_over(options_.timeout_max)) broken_off_ = ChildEnd::timed_out;
    if (!broken_off_ && clock_.is_stalled(options_.timeout_max)) broken_off_ = ChildEnd::stalled;
  }
  /// When it is over. Once.
  IsolatedRun finish() {
    if (process_ <= 0) return std::move(run_);
    if (broken_off_) ::kill(process_, SIGKILL);
    const int status = wait_for_child(process_);
    if (broken_off_) {
      run_.end = *broken_off_;
    } else if (WIFSIGNALED(status)) {
      run_.end = ChildEnd::signalled;
      run_.code = WTERMSIG(status);
    } else {
      run_.end = ChildEnd::exited;
      run_.code = WEXITSTATUS(status);
    }
    return std::move(run_);
  }

 private:
  /// Nothing stays open: a child that never was would be waited for.
  void give_up_start() {
    run_.code = errno;
    for (Pipe* pipe : {&output_, &errors_}) {
      pipe->reading.close();
      pipe->writing.close();
    }
  }

  IsolatedRunOptions options_;
  ChildClock clock_;
  Pipe output_;
  Pipe errors_;
  pid_t process_ = -1;
  std::optional<ChildEnd> broken_off_;
  IsolatedRun run_;
};

/// Waits until one of the pipes has something, or somebody's time is up, and reads.
void wait_for_any(std::vector<std::pair<std::size_t, std::unique_ptr<Child>>>& children) {
  std::vector<pollfd> waiting;
  int wait_ms = -1;
  for (const auto& [job, child] : children) {
    for (const pollfd& each : child->waiting()) waiting.push_back(each);
    if (!child->has_all_the_time()) wait_ms = look_ms;
  }
  if (::poll(waiting.data(), waiting.size(), wait_ms) < 0) return;  // interrupted
  for (std::size_t i = 0; i < children.size(); ++i) children[i].second->take(waiting[2 * i], waiting[2 * i + 1]);
}

}  // namespace

bool ChildOutput::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string IsolatedRun::describe_end() const {
  switch (end) {
    case ChildEnd::exited:
      return "exited with status " + std::to_string(code);
    case ChildEnd::signalled:
      return "was killed by signal " + std::to_string(code) + " (" + ::strsignal(code) + ")";
    case ChildEnd::timed_out:
      return "gave no answer in time";
    case ChildEnd::stalled:
      return "gave no answer and took no processor time: it was stopped, or waited for something";
    case ChildEnd::too_much_output:
      return "wrote more than it may";
    case ChildEnd::not_started:
      return std::string("could not be started: ") + std::strerror(code);
  }
  return {};
}

bool IsolatedRun::is_machine_trouble() const {
  switch (end) {
    case ChildEnd::exited: return code == child_without_machine;
    case ChildEnd::signalled: return is_from_outside(code);
    case ChildEnd::stalled:
    case ChildEnd::not_started: return true;
    case ChildEnd::timed_out:
    case ChildEnd::too_much_output: return false;
  }
  return false;
}

IsolatedRun run_isolated(const std::function<int(ChildOutput&)>& body, const IsolatedRunOptions& options) {
  IsolatedRun only;
  run_isolated({.jobs = 1,
                .at_once = 1,
                .body = [&](std::size_t, ChildOutput& out) { return body(out); },
                .done = [&](std::size_t, IsolatedRun run) { only = std::move(run); }},
               options);
  return only;
}

std::size_t run_isolated(const IsolatedJobs& jobs, const IsolatedRunOptions& options) {
  const std::size_t at_once = std::max<std::size_t>(1, jobs.at_once);
  std::vector<std::pair<std::size_t, std::unique_ptr<Child>>> children;
  std::size_t begun = 0;
  std::size_t room = at_once;  // fewer where the machine can't start as many
  const auto may_begin = [&] { return begun < jobs.jobs && jobs.go_on(); };
  while (may_begin() || !children.empty()) {
    while (children.size() < room && may_begin()) {
      const std::size_t job = begun;
      const auto body = [&jobs, job](ChildOutput& out) { return jobs.body(job, out); };
      auto child = std::make_unique<Child>(body, options);
      if (!child->has_started() && !children.empty()) {
        room = children.size();
        break;
      }
      ++begun;
      children.emplace_back(job, std::move(child));
    }
    const auto is_over = [](const auto& each) { return each.second->is_over(); };
    if (std::none_of(children.begin(), children.end(), is_over)) wait_for_any(children);
    for (auto each = children.begin(); each != children.end();) {
      if (!is_over(*each)) {
        ++each;
        continue;
      }
      jobs.done(each->first, each->second->finish());
      each = children.erase(each);
    }
  }
  return begun;
}

}  // namespace crisper::sim
