#include "gui/models/channels.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

const ChannelClaims* channel_to(const LoadedRun& run, const char* receiver, const char* cargo) {
  const auto found = std::ranges::find_if(run.channels, [&](const ChannelClaims& each) {
    return each.to == receiver && each.words.starts_with(cargo);
  });
  return found == run.channels.end() ? nullptr : &*found;
}

TEST(Channels, set_what_is_promised_beside_what_came_of_it) {
  // Wrong: a claim would stand there as if it were a fact, or a broken one as if nobody had judged it.
  const LoadedRun& run = *example_run();
  const ChannelClaims* catalog = channel_to(run, "catalog", "events");
  ASSERT_NE(catalog, nullptr);
  ASSERT_NE(claim_about(*catalog, "delivery"), nullptr);
  EXPECT_EQ(claim_words(*claim_about(*catalog, "delivery")), "at least once: held");
  EXPECT_EQ(claim_about(*catalog, "repetition"), nullptr) << "without an inbox nothing of the kind is promised";
  EXPECT_GT(catalog->traffic.sent, 50u);
  EXPECT_GT(catalog->traffic.twice, 0u) << "the copy that the story is about";
  std::uint64_t lost = 0;
  for (const ChannelClaims& each : run.channels) {
    lost += each.traffic.lost;
    for (const reports::Guarantee& claim : each.claims) {
      EXPECT_NE(claim.standing, reports::Standing::contradicted) << claim.property << ": no channel promises that";
    }
  }
  EXPECT_GT(lost, 0u);
}

TEST(Channels, of_a_trace_alone_are_not_known) {
  // Wrong: a design would be made up.
  EXPECT_TRUE(channels_of(example_run()->trace(), {}).empty());
}

}  // namespace
}  // namespace crisper::gui
