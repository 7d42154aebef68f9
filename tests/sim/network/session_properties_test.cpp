// Laws of sessions over random combinations of faults.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tests/sim/faults/traffic.hpp"

namespace crisper::sim::test {
namespace {

rc::Gen<FaultSpec> any_message_fault(std::uint32_t per_mille_max) {
  return rc::gen::apply(
      [](FaultKind kind, std::uint32_t per_mille, int low, int high) {
        return message_fault(kind, per_mille, Duration(1ms) * low, Duration(1ms) * std::max(low, high));
      },
      rc::gen::element(FaultKind::loss, FaultKind::duplicate, FaultKind::reorder, FaultKind::delay, FaultKind::corrupt),
      rc::gen::inRange(0u, per_mille_max + 1), rc::gen::inRange(0, 50), rc::gen::inRange(0, 50));
}

/// Checks the law on cases drawn from a fixed seed, the same in every run.
template <class Law>
void holds(std::uint64_t seed, Law law) {
  rc::detail::TestParams params;
  params.seed = seed;
  params.maxSuccess = 40;
  const auto result = rc::detail::checkTestable(std::move(law), rc::detail::TestMetadata{}, params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

TEST(SessionLaw, whatever_strikes_the_receiver_has_an_ordered_prefix_and_breaks_are_gaps) {
  // Wrong: a message would be doubled or overtaken behind a session's back.
  holds(20240601, [] {
    const auto faults = *rc::gen::container<std::vector<FaultSpec>>(any_message_fault(900));
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const TransportSpec short_lived{.kind = TransportKind::session, .retransmit_after = 5ms, .retransmit_limit = 2};
    const auto numbers = run_traffic("fast", faults, seed, short_lived).numbers();
    RC_ASSERT(std::ranges::adjacent_find(numbers, std::greater_equal<>{}) == numbers.end());
  });
}

TEST(SessionLaw, while_the_limit_is_not_reached_everything_arrives) {
  // Wrong: a session would lose without breaking.
  holds(20240602, [] {
    const auto faults = *rc::gen::resize(4, rc::gen::container<std::vector<FaultSpec>>(any_message_fault(300)));
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const TransportSpec patient{.kind = TransportKind::session, .retransmit_after = 5ms, .retransmit_limit = 1000};
    RC_ASSERT(run_traffic("fast", faults, seed, patient).numbers() == ascending(traffic_count));
  });
}

TEST(SessionLaw, and_its_plan_replays_it) {
  // Wrong: what retransmits decide would not be written down.
  holds(20240603, [] {
    const auto faults = *rc::gen::container<std::vector<FaultSpec>>(any_message_fault(500));
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const TransportSpec session{.kind = TransportKind::session, .retransmit_after = 5ms, .retransmit_limit = 4};
    const Traffic drawn = run_traffic("fast", faults, seed, session);
    RC_ASSERT(replay_traffic("fast", drawn.plan, seed, session).digest == drawn.digest);
  });
}

}  // namespace
}  // namespace crisper::sim::test
