// The publication methods by name, and what each claims. A new one is a line here, a file in core/design/methods that
// defines its plan and a line in docs/guide/publication.md; the tests of its claims follow from the line.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "core/base/enum_words.hpp"

/// CRISPER_PUBLICATION_METHODS(X): X(name, "meaning", goes through the event log?, claims). What is not claimed must be
/// seen to fail.
#define CRISPER_PUBLICATION_METHODS(X)                                                                                 \
  X(outbox, "state and message in one transaction; a relay publishes", true,                                           \
    claims({nothing_lost, once_with_inbox, ordered_with_sequencer}))                                                   \
  X(dual_write, "the handler stores, then publishes: the unsafe baseline", true,                                       \
    claims({once_with_inbox}))                                                                                         \
  X(single_publisher, "one task reads the store, publishes, and keeps its position", true,                             \
    claims({nothing_lost, once_with_inbox, ordered_with_sequencer}))                                                   \
  X(consumer_polling, "consumers fetch pages of the store's feed and keep their position", false,                      \
    claims({nothing_lost, once_with_inbox, once_with_checkpoint, ordered_with_sequencer, ordered_as_it_comes}))        \
  X(store_subscription, "consumers subscribe to the store itself", false,                                              \
    claims({nothing_lost, once_with_inbox, ordered_with_sequencer}))                                                   \
  X(push_grid, "a grid pushes each event by itself, in parallel, until it is taken or expires", false,                 \
    claims({nothing_lost, once_with_inbox, ordered_with_sequencer}))                                                   \
  X(log_subscription, "a partitioned log, whose partitions a consumer's nodes share", false,                           \
    claims({nothing_lost, once_with_inbox, ordered_with_sequencer, ordered_as_it_comes}))                              \
  X(log_is_truth, "the log is the store: old events leave it, into an archive that is read through the same door",     \
    false,                                                                                                             \
    claims({nothing_lost, once_with_inbox, once_with_checkpoint, ordered_with_sequencer, ordered_as_it_comes}))        \
  X(two_phase_commit, "an append and its effect on every consumer are one transaction", false,                         \
    claims({nothing_lost, once_with_inbox, once_with_checkpoint, ordered_with_sequencer, ordered_as_it_comes,          \
            in_step}))

namespace crisper {

CRISPER_ENUM_OF_LIST(PublicationMethod, CRISPER_PUBLICATION_METHODS)

/// What a method may claim.
CRISPER_ENUM(DeliveryGuarantee,
             (nothing_lost, "at least once: every consumer deals with every stored event"),
             (once_with_inbox, "no effect twice, where the consumer remembers what it has seen"),
             (once_with_checkpoint, "no effect twice, where the consumer saves effect and position in one write"),
             (ordered_with_sequencer,
              "a stream's events take effect in their order, where the consumer has inbox and sequencer"),
             (ordered_as_it_comes, "the same without a sequencer"),
             (in_step, "nobody is told that a command is done before every consumer has its events"))

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
