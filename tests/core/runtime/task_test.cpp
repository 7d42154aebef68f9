#include "core/runtime/task.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace crisper {
namespace {

/// A suspension that the test resumes by hand.
struct Gate {
  std::coroutine_handle<> waiting;
  auto operator co_await() {
    struct Awaiter {
      Gate& gate;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> handle) const { gate.waiting = handle; }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this};
  }
  void open() { std::exchange(waiting, nullptr).resume(); }
};

struct Mark {
  std::string& log;
  char name;
  ~Mark() { log += name; }
};

Task<int> seven() { co_return 7; }
Task<> note_in(std::string& log) {
  log += 'x';
  co_return;
}

TEST(Task, does_nothing_before_it_is_awaited_or_started) {
  // Wrong: a stage would run before its caller reaches it.
  std::string log;
  Task<> task = note_in(log);
  EXPECT_EQ(log, "");
  task.start();
  EXPECT_EQ(log, "x");
  EXPECT_TRUE(task.done());
}

TEST(Task, gives_its_value_to_its_parent_whether_it_suspended_or_not) {
  // Wrong: a reply would be lost between two frames.
  Gate gate;
  std::vector<std::string> got;
  const auto late = [&gate]() -> Task<std::unique_ptr<int>> {
    co_await gate;
    co_return std::make_unique<int>(co_await seven() + 1);
  };
  const auto parent = [&]() -> Task<> {
    got.push_back(std::to_string(co_await seven()));
    const std::unique_ptr<int> value = co_await late();
    got.push_back(std::to_string(*value));
  };
  Task<> task = parent();
  task.start();
  EXPECT_FALSE(task.done());
  gate.open();
  EXPECT_TRUE(task.done());
  EXPECT_EQ(got, (std::vector<std::string>{"7", "8"}));
}

Task<> nested(std::string& log, Gate& gate, int depth) {
  Mark mark{log, static_cast<char>('0' + depth)};
  if (depth == 0) co_await gate;
  if (depth > 0) co_await nested(log, gate, depth - 1);
}

TEST(Task, destroyed_midway_destroys_its_frames_from_the_inside_out) {
  // Wrong: a crash would leak, or a lock be given back after what it guards is gone.
  std::string log;
  Gate gate;
  {
    Task<> task = nested(log, gate, 3);
    task.start();
    EXPECT_EQ(log, "");
  }
  EXPECT_EQ(log, "0123");
}

TEST(Task, never_started_frees_its_arguments) {
  // Wrong: a turn that never begins would leak its message.
  const auto shared = std::make_shared<int>(1);
  const auto holds = [](std::shared_ptr<int>) -> Task<> { co_return; };
  { const Task<> task = holds(shared); }
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(Task, moving_moves_the_frame_and_assigning_destroys_the_old_one) {
  // Wrong: one frame would have two owners.
  std::string log;
  Gate gate;
  Task<> task = nested(log, gate, 0);
  task.start();
  Task<> moved = std::move(task);
  EXPECT_FALSE(static_cast<bool>(task));
  moved = Task<>();
  EXPECT_EQ(log, "0");
}

Task<> leaf(long& count, Gate* gate) {
  ++count;
  if (gate) co_await *gate;
}
Task<> middle(long& count, Gate* gate) { co_await leaf(count, gate); }

TEST(Task, a_long_loop_of_children_that_never_suspend_does_not_grow_the_stack) {
  // Wrong: a loop of cached lookups would overflow the stack in unoptimised builds.
  long count = 0;
  const auto loop = [&count]() -> Task<> {
    for (int i = 0; i < 1'000'000; ++i) co_await middle(count, nullptr);
  };
  Task<> task = loop();
  task.start();
  EXPECT_TRUE(task.done());
  EXPECT_EQ(count, 1'000'000);
}

TEST(Task, nor_does_one_of_children_that_all_suspend) {
  // Wrong: a process that serves for a long time would.
  long count = 0;
  Gate gate;
  const auto loop = [&]() -> Task<> {
    for (int i = 0; i < 200'000; ++i) co_await middle(count, &gate);
  };
  Task<> task = loop();
  task.start();
  while (!task.done()) gate.open();
  EXPECT_EQ(count, 200'000);
}

}  // namespace
}  // namespace crisper
