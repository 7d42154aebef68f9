// no_call_cycle against its definition: a small world of calls is made up, and at each time-out all who wait for whom
// are looked at by brute force.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "core/base/rng.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Messages between three processes. Each is sent in the turn of an earlier one, and may come in copies.
class WorldOfCalls {
 public:
  explicit WorldOfCalls(std::uint64_t seed) : rng_(seed) {
    for (std::size_t i = 0; i < messages; ++i) {
      const std::size_t before = i < 2 ? none : rng_.below(i + 1);  // i itself: nobody's turn
      const bool has_sender = i >= 2 && before < i;
      calls_.push_back({.sent_in = has_sender ? before : none,
                        .from = has_sender ? calls_[before].to : customer_1,
                        .to = processes[rng_.below(processes.size())]});
    }
  }

  /// Tells the judge what happens; whether it ever had to find a circle.
  bool live(Story& story) {
    for (int step = 0; step < 60; ++step) act(story);
    for (std::size_t i = 0; i < messages; ++i) {  // so that each counts as a call
      story.say({.kind = ObservationKind::message_delivered,
                 .process = calls_[i].from,
                 .message = MessageId{1000 + i},
                 .causation = CausationId{i + 1},
                 .b = reply_past_the_mailbox});
    }
    story.ended_quiet();
    return circle_;
  }

 private:
  static constexpr std::size_t messages = 7;
  static constexpr std::size_t none = messages;
  static constexpr std::array processes{handler_1, handler_2, catalog};
  struct Call {
    std::size_t sent_in = none;
    ProcessId from;
    ProcessId to;
    int waiting = 0;  ///< copies
    int turns = 0;
    bool is_over = false;  ///< no copy comes or begins any more: it would not wait for what this turn had called
  };

  void act(Story& story) {
    const std::size_t i = rng_.below(messages);
    Call& call = calls_[i];
    switch (rng_.below(8)) {
      case 0:
      case 1:
      case 2:
        if (call.is_over || (call.sent_in != none && calls_[call.sent_in].turns == 0)) return;
        ++call.waiting;
        return tell(story, ObservationKind::message_delivered, i);
      case 3:
      case 4:
        if (call.waiting == 0 || call.is_over) return;
        --call.waiting;
        ++call.turns;
        return tell(story, ObservationKind::turn_begun, i);
      case 5:
        if (call.turns == 0 || rng_.below(2) == 0) return;
        call.is_over = --call.turns == 0;
        return tell(story, ObservationKind::turn_ended, i);
      case 6: return rng_.below(6) == 0 ? stop(story, processes[rng_.below(processes.size())]) : time_out(story, i);
      default: return time_out(story, i);
    }
  }

  void tell(Story& story, ObservationKind kind, std::size_t i) {
    const Call& call = calls_[i];
    story.say({.kind = kind,
               .process = call.to,
               .peer = call.from,
               .message = MessageId{i + 1},
               .causation = CausationId{call.sent_in == none ? 0 : call.sent_in + 1}});
  }
  /// A pause that begins or ends, or a crash.
  void stop(Story& story, ProcessId process) {
    if (rng_.below(3) > 0) {
      const bool was_paused = paused_.erase(process) > 0;
      if (!was_paused) paused_.insert(process);
      story.say({.kind = was_paused ? ObservationKind::process_resumed : ObservationKind::process_paused,
                 .process = process});
      return;
    }
    paused_.erase(process);
    for (Call& each : calls_) {
      if (each.to == process && each.waiting + each.turns > 0) each = {each.sent_in, each.from, each.to, 0, 0, true};
    }
    story.say({.kind = ObservationKind::process_crashed, .process = process});
  }
  void time_out(Story& story, std::size_t i) {
    const Call& call = calls_[i];
    if (call.sent_in == none) return;
    story.say({.kind = ObservationKind::call_timed_out,
               .process = call.from,
               .peer = call.to,
               .message = MessageId{i + 1}});
    const bool has_come = call.waiting + call.turns > 0;
    if (has_come && calls_[call.sent_in].turns > 0) circle_ = circle_ || reaches(call.sent_in, call.sent_in);
  }

  /// Whether the turn of one waits for the turn of the other, directly.
  bool waits(std::size_t one, std::size_t other) const {
    if (calls_[one].turns == 0 || calls_[other].turns == 0) return false;
    return std::ranges::any_of(calls_, [&](const Call& sent) {
      if (sent.sent_in != one) return false;
      const bool has_begun = &sent == &calls_[other];
      const bool is_behind = sent.waiting > 0 && sent.to == calls_[other].to && !paused_.contains(sent.to);
      return has_begun || is_behind;
    });
  }
  bool reaches(std::size_t from, std::size_t to) const {
    std::set<std::size_t> seen;
    std::vector<std::size_t> next{from};
    while (!next.empty()) {
      const std::size_t at = next.back();
      next.pop_back();
      for (std::size_t other = 0; other < messages; ++other) {
        if (!waits(at, other)) continue;
        if (other == to) return true;
        if (seen.insert(other).second) next.push_back(other);
      }
    }
    return false;
  }

  Rng rng_;
  std::vector<Call> calls_;
  std::set<ProcessId> paused_;
  bool circle_ = false;
};

TEST(NoCallCycle, says_what_a_look_at_all_who_wait_says) {
  // Wrong: a circle that some other order of events hides, or an accusation of processes that could go on.
  int circles = 0;
  constexpr std::uint64_t worlds = 3000;
  for (std::uint64_t seed = 1; seed <= worlds; ++seed) {
    Story story("no_call_cycle");
    const bool has_circle = WorldOfCalls(seed).live(story);
    circles += has_circle;
    EXPECT_EQ(story.verdict() == Verdict::fail, has_circle) << "seed " << seed << ": " << story.reason();
  }
  EXPECT_GT(circles, 100);
  EXPECT_LT(circles, static_cast<int>(worlds) - 100);
}

}  // namespace
}  // namespace crisper::properties
