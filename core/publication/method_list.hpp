// The publication methods by name, and what each claims. A new one is a line here, a file in core/design/methods that
// defines its plan and a line in docs/guide/publication.md; the tests of its claims follow from the line.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

/// CRISPER_PUBLICATION_METHODS(X): X(name, goes through the event log?, claims, "meaning"). What is not claimed must be
/// seen to fail.
#define CRISPER_PUBLICATION_METHODS(X)                                                                                 \
  X(outbox, true, claims({nothing_lost, once_with_inbox, ordered_with_sequencer}),                                     \
    "state and message in one transaction; a relay publishes")                                                         \
  X(dual_write, true, claims({once_with_inbox}),                                                                       \
    "the handler stores, then publishes: the unsafe baseline")                                                         \
  X(single_publisher, true, claims({nothing_lost, once_with_inbox, ordered_with_sequencer}),                           \
    "one task reads the store, publishes, and keeps its position")                                                     \
  X(consumer_polling, false,                                                                                           \
    claims({nothing_lost, once_with_inbox, once_with_checkpoint, ordered_with_sequencer, ordered_as_it_comes}),        \
    "consumers fetch pages of the store's feed and keep their position")                                               \
  X(store_subscription, false, claims({nothing_lost, once_with_inbox, ordered_with_sequencer}),                        \
    "consumers subscribe to the store itself")                                                                        \
  X(push_grid, false, claims({nothing_lost, once_with_inbox, ordered_with_sequencer}),                                 \
    "a grid pushes each event by itself, in parallel, until it is taken or expires")                                   \
  X(log_subscription, false,                                                                                           \
    claims({nothing_lost, once_with_inbox, ordered_with_sequencer, ordered_as_it_comes}),                              \
    "a partitioned log, whose partitions a consumer's nodes share")                                                    \
  X(log_is_truth, false,                                                                                               \
    claims({nothing_lost, once_with_inbox, once_with_checkpoint, ordered_with_sequencer, ordered_as_it_comes}),        \
    "the log is the store: old events leave it, into an archive that is read through the same door")                   \
  X(two_phase_commit, false,                                                                                           \
    claims({nothing_lost, once_with_inbox, once_with_checkpoint, ordered_with_sequencer, ordered_as_it_comes,          \
            in_step}),                                                                                                 \
    "an append and its effect on every consumer are one transaction")

/// CRISPER_DELIVERY_GUARANTEES(X): X(name, "meaning").
#define CRISPER_DELIVERY_GUARANTEES(X)                                                                                 \
  X(nothing_lost, "at least once: every consumer deals with every stored event")                                       \
  X(once_with_inbox, "no effect twice, where the consumer remembers what it has seen")                                 \
  X(once_with_checkpoint, "no effect twice, where the consumer saves effect and position in one write")                \
  X(ordered_with_sequencer, "a stream's events take effect in their order, where the consumer has inbox and sequencer")\
  X(ordered_as_it_comes, "the same without a sequencer")                                                               \
  X(in_step, "nobody is told that a command is done before every consumer has its events")

namespace crisper {

enum class PublicationMethod : std::uint8_t {
#define CRISPER_METHOD(name, ...) name,
  CRISPER_PUBLICATION_METHODS(CRISPER_METHOD)
#undef CRISPER_METHOD
};

enum class DeliveryGuarantee : std::uint8_t {
#define CRISPER_GUARANTEE(name, ...) name,
  CRISPER_DELIVERY_GUARANTEES(CRISPER_GUARANTEE)
#undef CRISPER_GUARANTEE
};

/// A set of guarantees.
struct Claims {
  std::uint32_t bits = 0;
  constexpr bool contains(DeliveryGuarantee guarantee) const {
    return (bits >> static_cast<std::uint32_t>(guarantee) & 1U) != 0;
  }
};

constexpr Claims claims(std::initializer_list<DeliveryGuarantee> guarantees) {
  Claims set;
  for (const DeliveryGuarantee each : guarantees) set.bits |= 1U << static_cast<std::uint32_t>(each);
  return set;
}

}  // namespace crisper
