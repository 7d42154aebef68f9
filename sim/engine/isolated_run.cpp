#include "sim/engine/isolated_run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <vector>

namespace crisper::sim {
namespace {

using Clock = std::chrono::steady_clock;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  void reset(int value) {
    close();
    value_ = value;
  }
  void close() {
    if (value_ >= 0) ::close(value_);
    value_ = -1;
  }
  int value() const { return value_; }
  bool open() const { return value_ >= 0; }

 private:
  int value_ = -1;
};

struct Pipe {
  Descriptor reading;
  Descriptor writing;

  /// Close-on-exec, so that a program started by the child does not keep the pipe open.
  bool create() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    reading.reset(ends[0]);
    writing.reset(ends[1]);
    return true;
  }
};

[[noreturn]] void be_the_child(const std::function<int(ChildOutput&)>& body, Pipe& output, Pipe& errors, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(child_threw);  // it died before the line above
  output.reading.close();
  if (errors.writing.open()) {
    errors.reading.close();
    while (::dup2(errors.writing.value(), STDERR_FILENO) < 0 && errno == EINTR) {
    }
  }
  int status = child_threw;
  try {
    ChildOutput pipe(output.writing.value());
    status = body(pipe);
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

/// Collects until both pipes are at their end; otherwise why it stopped.
std::optional<ChildEnd> collect(Pipe& output, Pipe& errors, const IsolatedRunOptions& options, IsolatedRun& run) {
  const bool limited = options.timeout_max.count() > 0;
  const Clock::time_point deadline = Clock::now() + options.timeout_max;
  while (output.reading.open() || errors.reading.open()) {
    int wait_ms = -1;
    if (limited) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0) return ChildEnd::timed_out;
      wait_ms = static_cast<int>(std::min<std::int64_t>(left, 1'000'000));
    }
    // poll ignores negative descriptors: a pipe already at its end is passed over.
    std::array<pollfd, 2> waiting{pollfd{output.reading.value(), POLLIN, 0}, pollfd{errors.reading.value(), POLLIN, 0}};
    const int ready = ::poll(waiting.data(), waiting.size(), wait_ms);
    if (ready <= 0) continue;
    if (waiting[0].revents != 0 && !drain(output.reading, run.output, options.output_bytes_max))
      return ChildEnd::too_much_output;
    if (waiting[1].revents != 0 && !drain(errors.reading, run.errors, options.output_bytes_max))
      return ChildEnd::too_much_output;
  }
  return std::nullopt;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
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
    case ChildEnd::too_much_output:
      return "wrote more than it may";
    case ChildEnd::not_started:
      return std::string("could not be started: ") + std::strerror(code);
  }
  return {};
}

IsolatedRun run_isolated(const std::function<int(ChildOutput&)>& body, const IsolatedRunOptions& options) {
  IsolatedRun run;
  Pipe output, errors;
  if (!output.create() || (options.keep_errors && !errors.create())) {
    run.code = errno;
    return run;
  }
  std::fflush(nullptr);  // or the child would write its copy of the buffers again
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    run.code = errno;
    return run;
  }
  if (child == 0) be_the_child(body, output, errors, parent);
  output.writing.close();
  errors.writing.close();

  const std::optional<ChildEnd> broken_off = collect(output, errors, options, run);
  if (broken_off) ::kill(child, SIGKILL);
  const int status = wait_for(child);
  if (broken_off) {
    run.end = *broken_off;
  } else if (WIFSIGNALED(status)) {
    run.end = ChildEnd::signalled;
    run.code = WTERMSIG(status);
  } else {
    run.end = ChildEnd::exited;
    run.code = WEXITSTATUS(status);
  }
  return run;
}

}  // namespace crisper::sim
