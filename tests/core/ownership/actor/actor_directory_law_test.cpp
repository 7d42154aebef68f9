// R26: the laws of a directory of actors, whatever is late, lost or forgotten.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/ownership/actor/actor_directory.hpp"

namespace crisper {
namespace {

using namespace std::chrono_literals;

constexpr StreamId contested{7};
constexpr Duration lease = 10ms;

/// A directory, the actors that it had activated, and what each of them believes.
class DirectoryWorld {
 public:
  explicit DirectoryWorld(UnreachableActor unreachable) : unreachable_(unreachable) { begin(sim_start); }

  void step(int what, std::size_t who) {
    switch (what) {
      case 0: return find();
      case 1: return activations_.empty() ? void() : ask(who % activations_.size());
      case 2: return asked_.empty() ? void() : arrive(who % asked_.size());
      case 3: return activations_.empty() ? void() : leave(activations_[who % activations_.size()]);
      case 4: return activations_.empty() ? void() : give_up(activations_[who % activations_.size()]);
      case 5: return begin(unreachable_ == UnreachableActor::wait ? now_ + lease : sim_start);
      default: now_ += Duration(static_cast<std::int64_t>(who) * 500us); return;
    }
  }

  int holders() const {
    int count = 0;
    for (const auto& [activation, until] : believes_) count += now_ < until;
    return count;
  }
  bool grew() const { return grew_; }
  std::size_t activations() const { return activations_.size(); }

 private:
  struct Asked {
    FencingToken activation;
    SimTime sent;
  };

  void begin(SimTime silent_until) {
    directory_.emplace(ActorDirectoryOptions{.lease = lease, .unreachable = unreachable_}, silent_until);
    directory_->lend(lent_, FencingToken{lent_.value + 1000});
    lent_.value += 1000;
  }
  void find() {
    const ActorDirectory::Answer answer = directory_->find(contested, now_);
    if (answer.kind != ActorDirectory::Answer::Kind::activate) return;
    grew_ &= activations_.empty() || answer.activation > activations_.back();
    activations_.push_back(answer.activation);
  }
  // A request leaves now and arrives at any later time, perhaps twice.
  void ask(std::size_t who) {
    if (!left_[activations_[who]]) asked_.push_back({activations_[who], now_});
  }
  void arrive(std::size_t which) {
    const Asked asked = asked_[which];
    const ProcessId process{static_cast<std::uint32_t>(asked.activation.value)};
    if (!directory_->hold(contested, asked.activation, process, now_) || left_[asked.activation]) return;
    SimTime& until = believes_[asked.activation];
    until = std::max(until, asked.sent + lease);
  }
  void leave(FencingToken activation) {
    left_[activation] = true;
    believes_.erase(activation);
    directory_->leave(contested, activation);
  }
  void give_up(FencingToken activation) { directory_->give_up(contested, activation, now_); }

  UnreachableActor unreachable_;
  std::optional<ActorDirectory> directory_;
  SimTime now_ = sim_start;
  FencingToken lent_;
  std::vector<FencingToken> activations_;
  std::vector<Asked> asked_;
  std::map<FencingToken, SimTime> believes_;
  std::map<FencingToken, bool> left_;
  bool grew_ = true;
};

using Steps = std::vector<std::pair<int, std::size_t>>;

rc::Gen<Steps> steps() {
  return rc::gen::container<Steps>(rc::gen::pair(rc::gen::inRange(0, 9), rc::gen::inRange<std::size_t>(0, 20)));
}

RC_GTEST_PROP(ActorDirectory, that_waits_for_leases_lets_no_two_activations_serve_at_once, ()) {
  // Wrong: where all clocks agree, two actors would have one state in memory.
  DirectoryWorld world(UnreachableActor::wait);
  for (const auto& [what, who] : *steps()) {
    world.step(what, who);
    RC_ASSERT(world.holders() <= 1);
  }
}

RC_GTEST_PROP(ActorDirectory, gives_numbers_that_only_grow, ()) {
  // Wrong: a store could not tell an activation from its successor, whatever the directory has forgotten.
  DirectoryWorld world(*rc::gen::element(UnreachableActor::wait, UnreachableActor::replace));
  for (const auto& [what, who] : *steps()) world.step(what, who);
  RC_ASSERT(world.grew());
}

TEST(ActorDirectory, takes_no_numbers_that_come_after_higher_ones) {
  // Wrong: of two turns that reserve numbers, the one whose record is on disk last would bring the registry down, or
  // numbers back that were given.
  ActorDirectory directory({.lease = lease}, sim_start);
  directory.lend(FencingToken{1024}, FencingToken{2048});
  EXPECT_EQ(directory.find(StreamId{1}, sim_start).activation, FencingToken{1025});
  directory.lend(FencingToken{0}, FencingToken{1024});
  EXPECT_EQ(directory.find(StreamId{2}, sim_start).activation, FencingToken{1026});
  EXPECT_EQ(directory.numbers_left(), 1022);
}

TEST(ActorDirectory, that_replaces_whom_it_can_not_reach_activates_twice) {
  // Wrong: the world of the laws above would be too tame to break anything.
  DirectoryWorld world(UnreachableActor::replace);
  for (int i = 0; i < 2; ++i) {
    world.step(0, 0);
    world.step(1, static_cast<std::size_t>(i));
    world.step(2, static_cast<std::size_t>(i));
    if (i == 0) world.step(4, 0);
  }
  EXPECT_EQ(world.activations(), 2u);
  EXPECT_EQ(world.holders(), 2);
}

}  // namespace
}  // namespace crisper
