#include "sim/world/deadlines.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "core/base/rng.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

Deadlines::Entry entry(std::uint64_t ticket, Duration timeout) {
  return {.due = SimTime(Duration(static_cast<std::int64_t>(ticket)) + timeout), .ticket = ticket, .timeout = timeout};
}

TEST(Deadlines, a_lane_yields_what_is_left_in_the_order_of_its_beginning) {
  // Wrong: a call would time out before one that is due earlier, or though it was answered.
  Deadlines deadlines;
  Rng rng(5);
  struct Pending {
    std::uint64_t ticket;
    Deadlines::Node node;
  };
  std::deque<Pending> model;
  Deadlines::Lane lane = 0;
  for (std::uint64_t ticket = 1; ticket <= 5000; ++ticket) {
    const Deadlines::Node node = deadlines.add(entry(ticket, 1s));
    lane = deadlines.entry(node).lane;
    model.push_back({ticket, node});
    while (model.size() > 20 || (!model.empty() && rng.chance({500'000'000}))) {
      const auto gone = model.begin() + static_cast<std::ptrdiff_t>(rng.below(model.size()));
      deadlines.remove(gone->node);
      model.erase(gone);
    }
    ASSERT_EQ(deadlines.size(), model.size());
    if (model.empty()) {
      ASSERT_EQ(deadlines.first(lane), Deadlines::none);
    } else {
      ASSERT_EQ(deadlines.entry(deadlines.first(lane)).ticket, model.front().ticket);
    }
  }
}

TEST(Deadlines, timeouts_of_many_lengths_make_no_more_lanes_than_the_limit) {
  // Wrong: jittered timeouts would take memory for the rest of the run.
  Deadlines deadlines;
  for (std::uint64_t i = 1; i <= Deadlines::lane_limit; ++i) {
    EXPECT_NE(deadlines.entry(deadlines.add(entry(i, Duration(static_cast<std::int64_t>(i))))).lane,
              Deadlines::no_lane);
  }
  const Deadlines::Node odd = deadlines.add(entry(1, 1h));
  EXPECT_EQ(deadlines.entry(odd).lane, Deadlines::no_lane);
  deadlines.remove(odd);
  EXPECT_EQ(deadlines.size(), Deadlines::lane_limit);
}

}  // namespace
}  // namespace crisper::sim
