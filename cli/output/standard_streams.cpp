#include "cli/output/standard_streams.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "cli/output/complain.hpp"

namespace crisper::cli {
namespace {

int not_arrived(int error) {
  if (error == EPIPE) return exit_internal;
  return complain(exit_internal, std::string("cannot write to standard output: ") + std::strerror(error));
}

}  // namespace

void hold_standard_streams() {
  // Each the other way round, but for errors, which nobody wants then: writing to what was closed goes on to fail.
  constexpr int how[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int stream = 0; stream < 3; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", how[stream]);  // takes the lowest number that is free
  }
}

int end_output(int code) {
  const bool failed_before = std::ferror(stdout) != 0;
  if (std::fflush(stdout) != 0) return not_arrived(errno);
  return failed_before ? not_arrived(EIO) : code;
}

int end_output(const std::system_error& error) {
  if (std::ferror(stdout) != 0) return not_arrived(error.code().value());
  return complain(exit_internal, error.what());
}

}  // namespace crisper::cli
