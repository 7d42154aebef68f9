#include "properties/support/standstill.hpp"

#include <algorithm>

#include "core/design/design.hpp"
#include "properties/support/longest_step.hpp"

namespace crisper::properties {
namespace {

Duration longest_wait_of_publication(const Design& design) {
  const PublicationDesign& chosen = design.publication;
  const bool hands_over = chosen.method == PublicationMethod::push_grid ||
                          (chosen.method == PublicationMethod::store_subscription &&
                           chosen.subscription != SubscriptionKind::catch_up);
  Duration longest = std::max({chosen.poll, chosen.claim_for, chosen.session, design.event_log.redeliver_after,
                               design.event_store.commit.nearly_most()});
  if (design.event_store.gaps == GapDetection::high_water) longest = std::max(longest, design.event_store.gap_timeout);
  if (hands_over) longest = std::max(longest, chosen.retry_max);
  return longest;
}

Duration longest_wait_of(const ConsumerDesign& consumer) {
  constexpr Duration longest_backoff = std::chrono::seconds(10);  // as the guard of a failing consumer doubles it
  const FailureDesign& failures = consumer.failures;
  const bool may_fail = failures.poison != Probability{} || failures.flaky != Probability{};
  return std::max(consumer.gap_timeout, may_fail ? std::max(failures.backoff, longest_backoff) : Duration{});
}

}  // namespace

Duration standstill_after(const Design& design) {
  Duration longest = std::max(
      {design.relay.poll, design.relay.timeout, longest_wait_of_publication(design), longest_step(design)});
  for (const auto& [name, consumer] : design.consumers) longest = std::max(longest, longest_wait_of(consumer));
  return std::max(least_standstill, 3 * longest);
}

}  // namespace crisper::properties
