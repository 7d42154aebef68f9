#include "sim/engine/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "sim/engine/isolated_run.hpp"

namespace crisper::sim {

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

void begin_child(pid_t parent, Pipe& output, Pipe& errors) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(child_threw);  // it died before the line above
  output.reading.close();
  if (!errors.writing.open()) return;
  errors.reading.close();
  while (::dup2(errors.writing.value(), STDERR_FILENO) < 0 && errno == EINTR) {
  }
}

int wait_for_child(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
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
