// DeliveryRow: one attempt to deliver one message, from its sending to the end of its turn.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/message/payload.hpp"
#include "core/observe/observation.hpp"

namespace crisper::sim {

/// CRISPER_DELIVERY_FATES(X): X(enumerator, "name", "meaning"): how an attempt ended, or how far it had got by the
/// end of the run. Those from `loss` on stand in the order of DropReason.
#define CRISPER_DELIVERY_FATES(X)                                                                             \
  X(in_flight, "in flight", "not arrived when the run ended: on its way, or outside a full mailbox")          \
  X(waiting, "waiting", "in the mailbox when the run ended")                                                  \
  X(in_turn, "in turn", "being handled when the run ended")                                                   \
  X(handled, "handled", "its turn ended")                                                                     \
  X(answered, "answered", "a reply that reached its caller")                                                  \
  X(late, "late", "a reply whose call had ended: it reached nobody")                                          \
  X(abandoned, "abandoned", "its receiver crashed or ended while it waited or was handled")                   \
  X(loss, "lost", "dropped on the way")                                                                       \
  X(corrupt, "corrupt", "dropped by the receiver: the checksum failed")                                       \
  X(partition, "partitioned", "dropped: no way through")                                                      \
  X(receiver_down, "receiver down", "dropped: its receiver was down")                                         \
  X(mailbox_full, "mailbox full", "dropped: no room in the receiver's mailbox")                               \
  X(stale_epoch, "stale", "dropped: of a session that is over, or delivered already by a retransmission")

enum class DeliveryFate : std::uint8_t {
#define CRISPER_FATE(enumerator, ...) enumerator,
  CRISPER_DELIVERY_FATES(CRISPER_FATE)
#undef CRISPER_FATE
};

struct DeliveryFateInfo {
  std::string_view name;
  std::string_view meaning;
};

inline constexpr auto delivery_fates = std::to_array<DeliveryFateInfo>({
#define CRISPER_FATE(enumerator, name, meaning) {name, meaning},
    CRISPER_DELIVERY_FATES(CRISPER_FATE)
#undef CRISPER_FATE
});

constexpr DeliveryFate fate_of(DropReason reason) {
  return static_cast<DeliveryFate>(static_cast<std::uint8_t>(DeliveryFate::loss) + static_cast<std::uint8_t>(reason));
}

/// When something was said, and its number; number zero: it was not.
struct Said {
  ObservationId id;
  SimTime at;
  explicit operator bool() const { return id.value != 0; }
};

struct DeliveryRow {
  AttemptId attempt;  ///< zero for what a process sends to itself
  MessageId message;
  CorrelationId correlation;
  CausationId causation;
  ProcessId from;
  ProcessId to;
  const MessageType* type = nullptr;
  std::int64_t bytes = 0;
  std::int64_t nth = 0;  ///< which packet of its link; zero for what crossed no network
  Said sent;
  Said arrived;
  Said begun;
  Said ended;  ///< the turn; or the drop, the crash
  std::optional<std::int32_t> depth_after_arrival;  ///< of the receiver's mailbox
  std::optional<std::int32_t> depth_after_begin;
  DeliveryFate fate = DeliveryFate::in_flight;
  bool duplicate = false;  ///< a copy that the network made
};

}  // namespace crisper::sim
