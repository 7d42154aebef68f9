// Every publication method against every guarantee: what the registry says it claims must hold in random runs with
// crashes of every process and faults of messages; what it does not claim must be seen to fail.
#include <ostream>
#include <vector>

#include "core/design/publication_method.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

struct Claim {
  const PublicationEntry* method;
  DeliveryGuarantee guarantee;
};

void PrintTo(const Claim& claim, std::ostream* out) { *out << claim.method->name << " " << name_of(claim.guarantee); }

/// All there are: a claim that isn't tested can't exist.
std::vector<Claim> all_claims() {
  std::vector<Claim> claims;
  for (const PublicationEntry& method : publication_methods()) {
    for (const DeliveryGuarantee guarantee : values_of<DeliveryGuarantee>) claims.push_back({&method, guarantee});
  }
  return claims;
}

/// How consumers are set up where the guarantee is said to hold, and what then is judged.
DeliverySettings settings_for(const Claim& claim) {
  DeliverySettings settings{.publication = "{method: " + std::string(claim.method->name) + ", poll: 10ms}"};
  switch (claim.guarantee) {
    case DeliveryGuarantee::nothing_lost:
      settings.properties = "[no_event_lost, run_completed, projection_matches_log, order_settled]";
      break;
    case DeliveryGuarantee::once_with_inbox:
      // Effects come before the position, so that a crash between them repeats events: the inbox must tell. A read side
      // of a transaction can't be had so.
      settings.consumer = claim.method->method == PublicationMethod::two_phase_commit
                              ? "{inbox: on, sequencer: off}"
                              : "{inbox: on, sequencer: off, checkpoint: after}";
      settings.properties = "[event_applied_once]";
      break;
    case DeliveryGuarantee::once_with_checkpoint:
      settings.consumer = "{inbox: off, sequencer: on, checkpoint: transactional}";
      settings.properties = "[event_applied_once]";
      break;
    case DeliveryGuarantee::ordered_with_sequencer:
      settings.properties = "[events_in_order_per_stream]";
      break;
    case DeliveryGuarantee::ordered_as_it_comes:
      settings.consumer = "{inbox: on, sequencer: off}";
      settings.properties = "[events_in_order_per_stream]";
      break;
    case DeliveryGuarantee::in_step: settings.properties = "[answered_in_step]"; break;
  }
  return settings;
}

class EveryClaim : public ::testing::TestWithParam<Claim> {};

TEST_P(EveryClaim, holds_and_what_is_not_claimed_is_seen_to_fail) {
  // If this fails, the documented table promises what a method doesn't keep, or is silent about what it does.
  const Claim claim = GetParam();
  const DeliverySettings settings = settings_for(claim);
  if (claim.method->claims.contains(claim.guarantee)) {
    const ClaimRuns runs = claim_runs(60);
    expect_none_fails(settings, runs.count, runs.after);
  } else {
    EXPECT_GT(first_failure(settings, 300), 0u) << "it may well be claimed";
  }
}

/// All of these, as `settings_for` would have them judged.
DeliverySettings settings_for(PublicationMethod method, DeliveryGuarantee guarantee) {
  for (const Claim& claim : all_claims()) {
    const bool is_asked = claim.method->method == method && claim.guarantee == guarantee;
    if (is_asked) return settings_for(claim);
  }
  ADD_FAILURE() << "there is no such claim";
  return {};
}

TEST(TwoPhaseCommitClaims, hold_in_runs_that_broke_them) {
  // Wrong: what the claims' own sixty runs don't meet. A vote that is asked for once, where a quarter of all messages
  // is lost (702); a store that shows a commit which a view has not been told of (167); a number that a coordinator
  // gives out again after its restart; a ghost of a transaction that is over, promised and carried out once more.
  const auto nothing_lost = settings_for(PublicationMethod::two_phase_commit, DeliveryGuarantee::nothing_lost);
  for (const std::uint64_t number : {537, 702, 709}) expect_none_fails(nothing_lost, 1, number - 1);
  const auto in_step = settings_for(PublicationMethod::two_phase_commit, DeliveryGuarantee::in_step);
  for (const std::uint64_t number : {167, 246, 699}) expect_none_fails(in_step, 1, number - 1);
}

INSTANTIATE_TEST_SUITE_P(Publication, EveryClaim, ::testing::ValuesIn(all_claims()), [](const auto& each) {
  return std::string(each.param.method->name) + "_" + std::string(name_of(each.param.guarantee));
});

}  // namespace
}  // namespace crisper::properties
