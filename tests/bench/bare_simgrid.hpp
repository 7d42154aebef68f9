// What SimGrid itself reaches, used as its own examples use it: the yardstick for SimGridEngine.
#pragma once

#include <cstdint>

namespace crisper::bench {

struct PingLoad {
  std::uint32_t hosts = 8;
  std::uint32_t in_flight = 64;
  std::uint64_t messages = 300'000;
};

/// One actor per host: it takes a message from its mailbox and puts it into another's. Seconds of real time for
/// `messages` of them. Starts SimGrid, so it needs a process of its own.
double bare_simgrid_seconds(const PingLoad& load);

}  // namespace crisper::bench
