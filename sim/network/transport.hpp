// Transport: what carries messages between two processes.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

enum class TransportKind : std::uint8_t {
  datagram,  ///< every message is one packet: what the network does to the packet happens to the message
  session,   ///< retransmits, drops duplicates, keeps order per pair; can break, losing what was under way, and reconnect
};

struct TransportSpec {
  TransportKind kind = TransportKind::datagram;
  Duration retransmit_after = std::chrono::milliseconds(200);  ///< session: first wait for an acknowledgement; doubles
  std::uint32_t retransmit_limit = 8;                          ///< session: then it breaks

  friend bool operator==(const TransportSpec&, const TransportSpec&) = default;
};

}  // namespace crisper::sim
