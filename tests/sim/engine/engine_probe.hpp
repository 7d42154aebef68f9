// Drives one engine by a script and brings back everything it called, from a process of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::sim {

struct ProbeCall {
  enum class Kind : std::uint64_t { timer, arrival, executed, returned };
  Kind kind{};
  Cookie cookie = 0;
  std::int64_t at_ns = 0;  ///< what now() answered

  friend bool operator==(const ProbeCall&, const ProbeCall&) = default;
};
void PrintTo(const ProbeCall& call, std::ostream* out);

/// What the script may do and be told.
struct Probe {
  Engine& engine;
  std::function<void(const ProbeCall&)> on_call = [](const ProbeCall&) {};

  void timer_in(Duration delay, Cookie cookie) { engine.set_timer(engine.now() + delay, cookie); }
  void send(std::uint32_t from, std::uint32_t to, LinkIndex link, std::uint32_t bytes, Cookie cookie) {
    engine.transmit({.from = HostId{from}, .to = HostId{to}, .link = link, .bytes = bytes, .packet = cookie});
  }
  void work(std::uint32_t host, Duration cpu_time, Cookie cookie) { engine.execute(HostId{host}, cpu_time, cookie); }
};

/// Runs `script` as on_begin, on the engine of this name ("fast" or "simgrid"), in a child. The calls in order; the
/// last is `returned`, with the time at which run() did. Fails the test when the child does not end well.
std::vector<ProbeCall> probe(std::string_view engine, const Platform& platform,
                             const std::function<void(Probe&)>& script);

/// Of one kind only.
std::vector<ProbeCall> only(ProbeCall::Kind kind, const std::vector<ProbeCall>& calls);
std::vector<Cookie> cookies(const std::vector<ProbeCall>& calls);
/// When the call with this cookie came; -1 when it never did.
std::int64_t when(Cookie cookie, const std::vector<ProbeCall>& calls);

/// Whether two instants are so close, in nanoseconds.
constexpr bool within(std::int64_t tolerance_ns, std::int64_t a, std::int64_t b) {
  return (a < b ? b - a : a - b) <= tolerance_ns;
}

}  // namespace crisper::sim
