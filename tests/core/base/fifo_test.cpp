#include "core/base/fifo.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <deque>
#include <memory>

namespace crisper {
namespace {

TEST(Fifo, lets_go_at_once_of_what_leaves_it) {
  // Wrong: a message that was acknowledged long ago would be kept until the queue runs empty.
  Fifo<std::shared_ptr<int>> fifo;
  const auto first = std::make_shared<int>(1);
  fifo.push_back(first);
  fifo.push_back(std::make_shared<int>(2));
  fifo.pop_front();
  EXPECT_EQ(first.use_count(), 1);
  EXPECT_EQ(*fifo.front(), 2);
}

/// Counts how often one is moved to another place.
struct Moved {
  Moved() = default;
  Moved(Moved&&) noexcept { ++times; }
  Moved& operator=(Moved&&) noexcept {
    ++times;
    return *this;
  }
  static inline std::uint64_t times = 0;
};

TEST(Fifo, takes_its_first_out_at_a_cost_that_does_not_grow) {
  // Wrong: each message that leaves a long mailbox by erase() moves all that wait behind it.
  for (const std::size_t length : {1'000U, 50'000U}) {
    Fifo<Moved> fifo;
    for (std::size_t i = 0; i < length; ++i) fifo.push_back({});
    Moved::times = 0;
    while (!fifo.empty()) fifo.erase(fifo.begin());
    EXPECT_LT(Moved::times, 4 * length);
  }
}

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(FifoLaw, IsADeque, ()) {
  // Wrong: a mailbox would lose a message, or deliver two in another order than they came.
  crisper::Fifo<int> fifo;
  std::deque<int> model;
  const auto steps = *rc::gen::inRange(0, 400);
  for (int step = 0; step < steps; ++step) {
    const int dice = *rc::gen::inRange(0, 12);
    if (dice < 5) {
      fifo.push_back(step);
      model.push_back(step);
    } else if (dice < 6) {
      fifo.push_front(step);
      model.push_front(step);
    } else if (dice < 11 && !model.empty()) {
      fifo.pop_front();
      model.pop_front();
    } else if (!model.empty()) {
      const auto place = *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(model.size()));
      fifo.erase(fifo.begin() + place);
      model.erase(model.begin() + place);
    }
    RC_ASSERT(fifo.size() == model.size());
    RC_ASSERT(fifo.empty() == model.empty());
    RC_ASSERT(std::equal(fifo.begin(), fifo.end(), model.begin(), model.end()));
    if (model.empty()) continue;
    RC_ASSERT(fifo.front() == model.front());
    RC_ASSERT(fifo.back() == model.back());
    RC_ASSERT(fifo[model.size() / 2] == model[model.size() / 2]);
  }
}
