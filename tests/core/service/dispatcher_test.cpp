#include "core/service/dispatcher.hpp"

#include <gtest/gtest.h>

#include "core/service/state_cache.hpp"
#include "tests/core/service/jar.hpp"

namespace crisper {
namespace {

using namespace jar;

constexpr StreamCategory jars{1};

TEST(Dispatcher, finds_the_one_owner_of_a_kind_of_state) {
  // Wrong: a command would reach a service that does not own the state it is for.
  Dispatcher dispatcher;
  const auto decider = std::make_shared<DeciderOf<JarDecider>>();
  dispatcher.add(jars, decider);
  EXPECT_EQ(dispatcher.find(StreamId::of(jars, 5)), decider.get());
  EXPECT_EQ(dispatcher.find(StreamId::of(StreamCategory{2}, 5)), nullptr);
}

TEST(DispatcherDeathTest, refuses_a_second_owner) {
  // Wrong: two services would change one state.
  Dispatcher dispatcher;
  dispatcher.add(jars, std::make_shared<DeciderOf<JarDecider>>());
  EXPECT_DEATH(dispatcher.add(jars, std::make_shared<DeciderOf<JarDecider>>()), "owned by one service");
}

TEST(StateCache, begins_each_state_at_nothing_and_keeps_what_was_folded) {
  // Wrong: a handler would decide on another state's past.
  const DeciderOf<JarDecider> decider;
  StateCache cache(2);
  CachedState& first = cache.get(StreamId::of(jars, 1), decider);
  EXPECT_EQ(first.version, StreamVersion{0});
  decider.evolve(*first.state, Payload::of(CoinsPut{.coins = 9}));
  first.version = StreamVersion{1};
  cache.get(StreamId::of(jars, 2), decider);
  CachedState& again = cache.get(StreamId::of(jars, 1), decider);
  EXPECT_EQ(again.version, StreamVersion{1});
  EXPECT_FALSE(decider.decide(*again.state, Payload::of(PutCoins{.coins = 2})));
}

TEST(StateCache, has_a_limit_and_forgets_on_demand) {
  // Wrong: a handler that serves a million states would keep them all, or keep one that it must not trust.
  const DeciderOf<JarDecider> decider;
  StateCache cache(2);
  for (std::uint64_t n = 1; n <= 3; ++n) cache.get(StreamId::of(jars, n), decider).version = StreamVersion{7};
  EXPECT_EQ(cache.get(StreamId::of(jars, 1), decider).version, StreamVersion{0}) << "dropped to make room";
  cache.forget(StreamId::of(jars, 3));
  EXPECT_EQ(cache.get(StreamId::of(jars, 3), decider).version, StreamVersion{0});
}

}  // namespace
}  // namespace crisper
