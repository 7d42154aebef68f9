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

bool means_standard_output(const std::filesystem::path& path) {
  return path == "-" || path == "/dev/stdout" || path == "/dev/fd/1" || path == "/proc/self/fd/1";
}

void put_out(std::string_view text) {
  const bool has_arrived = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!has_arrived) throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
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
