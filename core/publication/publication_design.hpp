// PublicationDesign: what a design may choose about the way of events from the store to their consumers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/clock_kind.hpp"
#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"
#include "core/log/range_step.hpp"
#include "core/publication/method_list.hpp"

namespace crisper {

/// What a relay reserves of the outbox while it publishes it.
CRISPER_ENUM(OutboxClaim,
             (none, "nothing: several relays publish the same rows"),
             (rows, "the rows it takes; another takes the next, and may be the faster"),
             (streams, "all rows of the streams of the rows it takes"))

/// How the store's subscribers share its events.
CRISPER_ENUM(SubscriptionKind,
             (catch_up, "each consumer has a cursor of its own"),
             (round_robin, "a consumer's nodes compete: each event goes to the next"),
             (pinned, "an event goes to the node that its stream is hashed to"),
             (ranges,
              "a change feed: streams are hashed to a line, whose ranges the nodes share; each range in its order"))

struct PublicationDesign {
  PublicationMethod method = PublicationMethod::outbox;
  Duration poll = std::chrono::milliseconds(5);  ///< the wait between two looks where nothing was found
  std::uint32_t batch = 100;                     ///< events fetched at a time
  // outbox
  std::uint32_t relays = 1;
  OutboxClaim claim = OutboxClaim::none;
  Duration claim_for = std::chrono::seconds(2);  ///< what is claimed and not published by then is free again
  bool notify = false;                           ///< a relay that finds nothing waits at the store
  // store_subscription
  SubscriptionKind subscription = SubscriptionKind::catch_up;
  std::vector<RangeStep> ranges{};  ///< ranges are split and merged; in the order of time. None: four
  // push_grid, and competing subscriptions
  Duration retry = std::chrono::milliseconds(100);  ///< before the first repetition; doubles each time
  Duration retry_max = std::chrono::seconds(10);
  Duration expire_after = std::chrono::hours(24);  ///< then the grid gives up
  // log_subscription
  std::uint32_t partitions = 8;
  Duration session = std::chrono::seconds(1);  ///< a node not heard of for so long loses its partitions
  // log_is_truth
  Duration retention = std::chrono::hours(24 * 7);  ///< older events leave the log
  ClockKind retention_clock = ClockKind::monotonic;  ///< by which the log counts how old they are
  bool archive = true;                              ///< and go into an archive that is read through the same door
  bool compaction = false;                          ///< of older events only the last of each stream stays
  Duration compact_after = std::chrono::hours(1);
  friend bool operator==(const PublicationDesign&, const PublicationDesign&) = default;
};

}  // namespace crisper
