#include "cli/output/standard_input_follower.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

#include "cli/output/complain.hpp"

namespace crisper::cli {
namespace {

constexpr std::string_view until_words = "until ";
constexpr std::size_t leave_bytes_max = 100;

}  // namespace

sim::TraceFollower::Leave StandardInputFollower::leave() {
  listen(0);
  return leave_;
}

void StandardInputFollower::wait() { listen(-1); }

void StandardInputFollower::listen(int wait_ms) {
  while (!has_ended_) {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&input, 1, wait_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return;
    std::array<char, 256> bytes;
    const ssize_t count = ready < 0 ? 0 : ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      has_ended_ = true;
      leave_.until = UINT64_MAX;
      return;
    }
    for (ssize_t i = 0; i < count; ++i) {
      const char each = bytes[static_cast<std::size_t>(i)];
      if (each == '\n') hear(std::exchange(unfinished_, {}));
      if (each != '\n' && unfinished_.size() < leave_bytes_max) unfinished_ += each;
    }
    wait_ms = 0;
  }
}

void StandardInputFollower::hear(const std::string& line) {
  std::uint64_t until = UINT64_MAX;
  if (line != "go") {
    const char* const end = line.data() + line.size();
    const bool begins = line.starts_with(until_words);
    const auto read = std::from_chars(begins ? line.data() + until_words.size() : end, end, until);
    if (read.ec != std::errc() || read.ptr != end) {
      warn(fmt::format("--follow: expected `until N` or `go`, not '{}'", line));
      return;
    }
  }
  leave_ = {.is_looking = true, .until = until};
}

}  // namespace crisper::cli
