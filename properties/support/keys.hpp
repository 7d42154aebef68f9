// Keys made of two ids, for tables.
#pragma once

#include <compare>
#include <cstdint>

#include "core/base/digest.hpp"
#include "core/message/ids.hpp"

namespace crisper::properties {

/// One process and one state that it works on.
struct ProcessStream {
  ProcessId process;
  StreamId stream;
  friend bool operator==(const ProcessStream&, const ProcessStream&) = default;
  std::uint64_t hash() const { return mix_bits(stream.value ^ mix_bits(process.value + 1)); }
};

/// From one process to another.
struct ProcessLink {
  ProcessId from;
  ProcessId to;
  auto operator<=>(const ProcessLink&) const = default;
  std::uint64_t hash() const { return mix_bits((std::uint64_t{from.value} << 32) | to.value); }
};

/// The turn in which a client asks, and is answered.
struct ClientTurn {
  ProcessId client;
  CausationId turn;
  friend bool operator==(const ClientTurn&, const ClientTurn&) = default;
  std::uint64_t hash() const { return mix_bits(turn.value ^ mix_bits(client.value + 1)); }
};

}  // namespace crisper::properties
