#include "sim/engine/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

namespace crisper::sim {
namespace {

/// As the one that comes with the compiler, in one line: it is what the parent tells.
[[noreturn]] void end_by_exception() {
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "an exception of unknown type\n");
  }
  std::abort();
}

/// Less than this, which is what an allocator asks the system for at a time, and whoever gave up did so for want of it.
constexpr std::size_t memory_least = std::size_t{32} << 20;
constexpr int stalled_factor = 10;
constexpr std::chrono::seconds look_gap_max{1};

// A signal handler can reach nothing else.
void (*without_memory)() = nullptr;
struct sigaction failure_before[NSIG];

bool has_memory() {
  void* probe = ::mmap(nullptr, memory_least, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (probe == MAP_FAILED) return false;
  ::munmap(probe, memory_least);
  return true;
}

extern "C" void on_child_failure(int signal) {
  if (without_memory != nullptr && !has_memory()) without_memory();
  ::sigaction(signal, &failure_before[signal], nullptr);  // a sanitizer's, as a rule the default
  ::raise(signal);
}

}  // namespace

void Descriptor::reset(int value) {
  close();
  value_ = value;
}

void Descriptor::close() {
  if (value_ >= 0) ::close(value_);
  value_ = -1;
}

bool Pipe::create() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  reading.reset(ends[0]);
  writing.reset(ends[1]);
  return true;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void begin_child(pid_t parent, Pipe& output, Pipe& errors) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(child_without_machine);  // it died before the line above
  std::set_terminate(end_by_exception);
  ::signal(SIGINT, SIG_IGN);
  for (const int signal : {SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGXCPU}) ::signal(signal, SIG_DFL);
  output.reading.close();
  if (!errors.writing.open()) return;
  errors.reading.close();
  while (::dup2(errors.writing.value(), STDERR_FILENO) < 0 && errno == EINTR) {
  }
}

void call_without_memory(void (*give_up)()) {
  without_memory = give_up;
  std::set_new_handler(give_up);
  struct sigaction action {};
  action.sa_handler = on_child_failure;
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS}) {
    struct sigaction before {};
    ::sigaction(signal, &action, &before);
    if (before.sa_handler != on_child_failure) failure_before[signal] = before;
  }
}

bool limit_memory(std::size_t bytes_max) {
  if (bytes_max == 0) return true;
  std::size_t pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  const rlim_t most = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + bytes_max;
  rlimit before{};
  if (::getrlimit(RLIMIT_AS, &before) == 0 && std::min(before.rlim_cur, before.rlim_max) < most) return false;
  const rlimit limit{.rlim_cur = most, .rlim_max = most};
  ::setrlimit(RLIMIT_AS, &limit);
  return true;
}

int wait_for_child(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

bool is_from_outside(int signal) {
  switch (signal) {
    case SIGABRT:
    case SIGSEGV:
    case SIGBUS:
    case SIGFPE:
    case SIGILL:
    case SIGTRAP:
    case SIGSYS:
      return false;
    default:
      return true;
  }
}

void ChildClock::begin(pid_t child) {
  child_ = child;
  before_ = processor_time();
  looked_on_ = std::chrono::nanoseconds(0);
  last_look_ = std::chrono::steady_clock::now();
}

bool ChildClock::is_over(std::chrono::milliseconds time_max) const { return processor_time() - before_ >= time_max; }

bool ChildClock::is_stalled(std::chrono::milliseconds time_max) const {
  return looked_on_ >= time_max * stalled_factor;
}

void ChildClock::look() {
  const auto now = std::chrono::steady_clock::now();
  looked_on_ += std::min<std::chrono::nanoseconds>(now - last_look_, look_gap_max);
  last_look_ = now;
}

std::chrono::nanoseconds ChildClock::processor_time() const {
  clockid_t clock{};
  timespec time{};
  if (child_ <= 0 || ::clock_getcpuclockid(child_, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return before_;
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::string describe_status(int status) {
  if (!WIFSIGNALED(status)) return "exited with status " + std::to_string(WEXITSTATUS(status));
  return "was killed by signal " + std::to_string(WTERMSIG(status)) + " (" + ::strsignal(WTERMSIG(status)) + ")";
}

std::string last_words(std::string_view errors) {
  while (errors.ends_with('\n')) errors.remove_suffix(1);
  const std::size_t line = errors.rfind('\n');
  const std::string words(line == errors.npos ? errors : errors.substr(line + 1));
  return words.empty() ? words : ": " + words;
}

}  // namespace crisper::sim
