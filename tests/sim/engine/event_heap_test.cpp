#include "sim/engine/fast/event_heap.hpp"

#include <gtest/gtest.h>

#include "core/base/rng.hpp"

namespace crisper::sim {
namespace {

TEST(EventHeap, gives_events_in_order_however_they_came) {
  // Wrong: time would run backwards, or things of one instant would happen in another order than they were asked for.
  Rng rng(1);
  EventHeap heap;
  std::vector<Event> waiting;
  const auto take_earliest = [&] {
    const auto earliest = std::min_element(waiting.begin(), waiting.end(),
                                           [](const Event& a, const Event& b) { return a.is_before(b); });
    ASSERT_FALSE(heap.empty());
    EXPECT_EQ(heap.first().cookie, earliest->cookie);
    EXPECT_EQ(heap.pop().cookie, earliest->cookie);
    waiting.erase(earliest);
  };
  for (std::uint64_t order = 1; order <= 3000; ++order) {
    const Event event{.at = SimTime(Duration(rng.between(std::int64_t{0}, std::int64_t{200}))),
                      .order = order,
                      .cookie = order * 7};
    heap.push(event);
    waiting.push_back(event);
    if (rng.below(3) == 0) take_earliest();
  }
  while (!waiting.empty()) take_earliest();
  EXPECT_TRUE(heap.empty());
}

}  // namespace
}  // namespace crisper::sim
