#include "core/command/duplicate_window.hpp"

#include <gtest/gtest.h>

#include "tests/core/base/at_second.hpp"

namespace crisper {
namespace {

TEST(DuplicateWindow, knows_a_command_for_a_while_from_its_first_coming_on) {
  // Wrong: a repetition would be queued twice, or a command be refused for ever.
  DuplicateWindow window(std::chrono::seconds(10));
  EXPECT_FALSE(window.comes_again(at_second(0), CommandId{1}));
  EXPECT_TRUE(window.comes_again(at_second(8), CommandId{1})) << "which doesn't prolong it";
  EXPECT_TRUE(window.comes_again(at_second(10), CommandId{1}));
  EXPECT_FALSE(window.comes_again(at_second(11), CommandId{1}));
  EXPECT_TRUE(window.comes_again(at_second(12), CommandId{1}));
}

TEST(DuplicateWindow, tells_what_it_knows_in_the_order_of_coming) {
  // Wrong: a queue that rewrites its journal would forget what has come, or forget the wrong ones first.
  DuplicateWindow window(std::chrono::seconds(10));
  for (const std::uint64_t id : {3u, 1u, 3u, 2u}) window.comes_again(at_second(1), CommandId{id});
  EXPECT_EQ(window.known(), (std::vector<CommandId>{{3}, {1}, {2}}));
}

}  // namespace
}  // namespace crisper
