// Keys made of two ids, for tables.
#pragma once

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

/// The turn in which a client asks, and is answered.
struct ClientTurn {
  ProcessId client;
  CausationId turn;
  friend bool operator==(const ClientTurn&, const ClientTurn&) = default;
  std::uint64_t hash() const { return mix_bits(turn.value ^ mix_bits(client.value + 1)); }
};

}  // namespace crisper::properties
