#include "core/runtime/retry.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/core/runtime/lone_context.hpp"

namespace crisper {
namespace {

using namespace std::chrono_literals;

/// Sleeps at once, and remembers how long.
class Sleeper final : public LoneContext {
 public:
  explicit Sleeper(std::uint64_t seed) : rng_(seed) {}
  Rng& rng(std::string_view) override { return rng_; }
  std::vector<Duration> slept;

 protected:
  void begin_sleep(SleepWait& wait, Duration delay) override {
    slept.push_back(delay);
    wait.arm(1);
    asleep_ = &wait;
  }
  void forget(Wait&) override { asleep_ = nullptr; }

 public:
  bool is_asleep() const { return asleep_ != nullptr; }
  void wake() { std::exchange(asleep_, nullptr)->resume(); }

 private:
  Rng rng_;
  SleepWait* asleep_ = nullptr;
};

/// The pauses of a call that fails like this, one try after the other.
std::vector<Duration> pauses(std::uint64_t seed, const std::vector<CallError>& errors,
                             Duration at_most = Duration::max()) {
  Sleeper context(seed);
  Retry retry;
  for (const CallError error : errors) {
    Task<> pause = retry.pause(context, error, at_most);
    pause.start();
    if (context.is_asleep()) context.wake();
    EXPECT_TRUE(pause.done());
  }
  return context.slept;
}

TEST(Retry, of_a_call_that_timed_out_goes_out_at_once) {
  // Wrong: whoever has waited a second for an answer would wait once more before asking again.
  EXPECT_TRUE(pauses(1, {CallError::timed_out, CallError::timed_out}).empty());
}

TEST(Retry, of_a_refused_call_waits_and_longer_each_time_up_to_a_second) {
  // Wrong: a full mailbox would be asked again in the same instant, for ever; or hardly ever, when it has room again.
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Duration> slept = pauses(seed, std::vector<CallError>(14, CallError::refused));
    ASSERT_EQ(slept.size(), 14u);
    Duration longest = 4ms;
    for (const Duration each : slept) {
      EXPECT_GE(each, longest / 2);
      EXPECT_LE(each, longest);
      longest = std::min<Duration>(2 * longest, 1s);
    }
    EXPECT_GE(slept.back(), 500ms);
  }
}

TEST(Retry, waits_by_chance_so_that_those_who_were_refused_together_come_apart) {
  // Wrong: a crowd in front of a full mailbox would stay a crowd.
  std::set<Duration> first;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) first.insert(pauses(seed, {CallError::refused}).front());
  EXPECT_GT(first.size(), 15u);
}

TEST(Retry, waits_no_longer_than_the_caller_has) {
  // Wrong: a caller with a limit would sleep past it.
  for (const Duration each : pauses(1, std::vector<CallError>(12, CallError::refused), 3ms)) EXPECT_LE(each, 3ms);
}

TEST(Retry, that_timed_out_in_between_doesn_t_forget_how_often_it_was_refused) {
  // Wrong: one lost answer, and a full mailbox would be hurried again.
  const std::vector<Duration> slept =
      pauses(1, {CallError::refused, CallError::refused, CallError::timed_out, CallError::refused});
  ASSERT_EQ(slept.size(), 3u);
  EXPECT_GE(slept.back(), 8ms);
}

}  // namespace
}  // namespace crisper
