// Envelope: a payload on its way, with the ids that let anybody follow it.
#pragma once

#include <cstdint>

#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

enum class MessageKind : std::uint8_t {
  cast,      ///< nobody waits for an answer
  request,   ///< a call: the sender is suspended until reply, rejection or timeout
  reply,     ///< answers the request whose call number it carries
  reminder,  ///< a process's message to itself, after a delay; never crosses the network
};

/// Names one suspended call of one incarnation of one process; zero where there is none.
using CallNumber = StrongId<struct CallNumberTag>;

struct Envelope {
  MessageId id{};
  CorrelationId correlation{};
  CausationId causation{};
  ProcessId from{};
  ProcessId to{};
  CallNumber call{};
  MessageKind kind = MessageKind::cast;
  /// On a reply only: the process was there but refused the request (a full mailbox).
  bool refused = false;
  Payload payload{};
};

/// What an envelope adds to its payload on the wire: ids, addresses, framing.
constexpr std::size_t envelope_bytes = 64;

}  // namespace crisper
