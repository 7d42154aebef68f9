// R37: messages get lost, doubled, overtaken, late and cut off; the pipeline bears it, whatever carries them.
#include <gtest/gtest.h>

#include <map>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

/// Everything that goes wrong does so in this while; then the network heals, so that a run can come to its end.
constexpr Duration bad_while = 1500ms;

FaultSpec sometimes(FaultKind kind, std::uint32_t percent) {
  return {.kind = kind,
          .rate = Probability{Probability::one / 100 * percent},
          .lasting = bad_while,
          .amount_min = 500us,
          .amount_max = 30ms};
}

FaultSpec cut(const std::string& from, const std::string& to, bool one_way, SimTime at) {
  return {.kind = FaultKind::partition, .from = from, .to = to, .one_way = one_way, .at = at, .lasting = 250ms};
}

/// Which faults this mixture has: a bit each, so that seeds meet all of them and most of their combinations.
std::vector<FaultSpec> mixture(std::uint64_t seed) {
  std::vector<FaultSpec> faults;
  if (seed & 1) faults.push_back(sometimes(FaultKind::loss, 8));
  if (seed & 2) faults.push_back(sometimes(FaultKind::duplicate, 10));
  if (seed & 4) faults.push_back(sometimes(FaultKind::reorder, 10));
  if (seed & 8) faults.push_back(sometimes(FaultKind::delay, 10));
  if (seed & 16) {
    const SimTime at = sim_start + 30ms + static_cast<std::int64_t>(seed % 7) * 10ms;
    faults.push_back(cut("event-log", "order-process", false, at));
    faults.push_back(cut("handler", "event-store", false, at + 300ms));
  }
  if (seed & 32) {
    const SimTime at = sim_start + 25ms + static_cast<std::int64_t>(seed % 5) * 10ms;
    faults.push_back(cut("event-store", "*", true, at));
    faults.push_back(cut("command-queue", "handler", true, at + 350ms));
    faults.push_back(cut("customer", "command-store", true, at));
  }
  return faults;
}

class BadNetwork : public testing::TestWithParam<TransportKind> {};

TEST_P(BadNetwork, loses_and_repeats_nothing) {
  // R37. Wrong: some mixture of network faults would lose a command, an event, a meal or money, or count it twice.
  std::map<FaultKind, FaultCount> counts;
  int one_way_cuts = 0;
  for (std::uint64_t seed = 1; seed < 128; ++seed) {
    if ((seed & 63) == 0) continue;
    Scene scene;
    scene.seed = seed;
    scene.transport.kind = GetParam();
    scene.transport.retransmit_after = 20ms;
    scene.design.client.timeout = 300ms;
    scene.design.command_queue.dead_letter_after = 100;
    scene.kitchen(2, 3).customer({.customer = 1, .count = 3}).customer({.customer = 2, .count = 2, .fridge = 2});
    scene.faults = mixture(seed);
    const Played played = play(scene);
    ASSERT_EQ(played.wrong(), "") << "seed " << seed;
    for (std::size_t kind = 0; kind < fault_kinds.size(); ++kind) {
      counts[static_cast<FaultKind>(kind)].fired += played.faults[kind].fired;
      counts[static_cast<FaultKind>(kind)].seen += played.faults[kind].seen;
    }
    if ((seed & 48) == 32) one_way_cuts += static_cast<int>(played.fault(FaultKind::partition).fired);
  }
  for (const FaultKind kind :
       {FaultKind::loss, FaultKind::duplicate, FaultKind::reorder, FaultKind::delay, FaultKind::partition}) {
    EXPECT_GT(counts[kind].fired, 20u) << name_of(kind);
    EXPECT_GT(counts[kind].seen, 0u) << name_of(kind);
  }
  EXPECT_GT(one_way_cuts, 0);
}

INSTANTIATE_TEST_SUITE_P(Transport, BadNetwork, testing::Values(TransportKind::datagram, TransportKind::session),
                         [](const auto& each) {
                           return each.param == TransportKind::datagram ? "datagram" : "session";
                         });

TEST(BadNetwork, does_nothing_to_messages_where_nothing_is_bad) {
  // R37. Wrong: the faults above might not be what makes clients ask again.
  Scene scene;
  scene.kitchen(2, 3).customer({.customer = 1, .count = 3});
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(played.ledger->count(ObservationKind::message_dropped), 0u);
  EXPECT_EQ(played.ledger->count(ObservationKind::call_timed_out), 0u);
}

}  // namespace
}  // namespace crisper::sim::pipeline
