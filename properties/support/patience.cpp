#include "properties/support/patience.hpp"

#include <algorithm>

#include "properties/domain/own_laws.hpp"
#include "properties/domain/registry.hpp"
#include "properties/support/longest_step.hpp"
#include "sim/domain/registry.hpp"

namespace crisper::properties {
namespace {

/// A command that five deliveries didn't help has met something that waiting doesn't mend.
constexpr std::uint32_t deliveries_max = 5;

Duration until_a_session_breaks(const sim::TransportSpec& transport) {
  if (transport.kind != sim::TransportKind::session) return {};
  return transport.retransmit_after * (std::int64_t{2} << std::min(transport.retransmit_limit, 16u));
}

Duration until_a_gap_is_passed(const EventStoreDesign& store) {
  return store.gaps == GapDetection::high_water ? store.gap_timeout : Duration{};
}

Duration of_consumer(const ConsumerDesign& consumer) {
  return std::max({consumer.gap_timeout, consumer.failures.backoff,
                   consumer.function ? consumer.function->cold_start : Duration{}});
}

}  // namespace

Patience patience_of(const sim::Scenario& scenario) {
  const Design& design = scenario.design;
  const DomainLaws* laws = find_domain_laws(scenario.domain);
  const Patience of_domain = laws ? laws->patience(scenario) : own_patience(*sim::make_domain(scenario));
  const std::int64_t deliveries = std::min(design.command_queue.dead_letter_after, deliveries_max);
  Duration longest = std::max({
      deliveries * design.command_queue.visibility_timeout,
      design.command_queue.delay,
      design.client.timeout,
      design.relay.poll,
      design.relay.timeout,
      design.ownership.lease,
      design.ownership.wait,
      design.ownership.failover,
      design.ownership.published_within,
      design.executor.timeout,
      until_a_gap_is_passed(design.event_store),
      design.event_store.commit.nearly_most(),
      design.publication.poll,
      design.publication.claim_for,
      design.publication.retry_max,
      design.publication.session,
      design.event_log.redeliver_after,
      longest_step(design),
      of_domain.after_step,
      until_a_session_breaks(scenario.deployment.transport),
  });
  for (const auto& [name, consumer] : design.consumers) longest = std::max(longest, of_consumer(consumer));
  return {.after_step = longest, .after_start = of_domain.after_start};
}

}  // namespace crisper::properties
