// Transport: what carries messages between two processes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"

namespace crisper::sim {

CRISPER_ENUM(TransportKind,
             (datagram, "what the network does to a packet happens to the message"),
             (session, "retransmits, drops duplicates, keeps order per pair; can break and reconnect"))

struct TransportSpec {
  TransportKind kind = TransportKind::datagram;
  Duration retransmit_after = std::chrono::milliseconds(200);  ///< session: first wait for an acknowledgement; doubles
  std::uint32_t retransmit_limit = 8;                          ///< session: then it breaks
  /// session: receivers (processes, roles, hosts; `*` for any letters) that are sent datagrams all the same, as by a
  /// broker that pushes without a connection.
  std::vector<std::string> datagram_to{};

  friend bool operator==(const TransportSpec&, const TransportSpec&) = default;
};

}  // namespace crisper::sim
