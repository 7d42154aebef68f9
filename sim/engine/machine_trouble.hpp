// MachineTrouble: the machine gave out (no memory, no descriptors, no processes, a full disk). It says nothing of the
// design, so it is no verdict: whoever can't go on throws it, and the command ends with one line and exit code 70.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>

namespace crisper::sim {

class MachineTrouble : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whether this errno tells of the machine, not of what somebody asked for.
inline bool is_machine_error(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:  // a limit on the size of files
    case EIO:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
    case EAGAIN:  // no more processes
    case ENOLCK: return true;
    default: return false;
  }
}

/// Whether a few files could still be opened, as a database needs them: for libraries that say only that they couldn't.
inline bool has_descriptors() {
  std::array<int, 4> files{};
  bool all = true;
  for (int& file : files) {
    file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    all = all && file >= 0;
  }
  for (const int file : files) {
    if (file >= 0) ::close(file);
  }
  return all;
}

}  // namespace crisper::sim
