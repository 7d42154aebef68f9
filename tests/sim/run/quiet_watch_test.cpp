// When a run is called quiet: too early, and a judge blames the design for what was still to come.
#include <gtest/gtest.h>

#include "sim/run/quiet_watch.hpp"

namespace crisper::sim {
namespace {

using enum ObservationKind;

constexpr ProcessId saga{7};

class Watched {
 public:
  explicit Watched(std::size_t clients = 0) : watch_(clients) {}
  Watched& see(Observation observation) {
    watch_.observe(observation, ObservationId{++count_});
    return *this;
  }
  bool quiet() const { return watch_.is_quiet(); }

 private:
  QuietWatch watch_;
  std::uint64_t count_ = 0;
};

TEST(QuietWatch, waits_for_every_script_and_every_command) {
  // If this fails, a run ends while customers are still ordering or a command is under way.
  Watched watched(1);
  EXPECT_FALSE(watched.quiet());
  watched.see({.kind = command_accepted, .message = MessageId{1}}).see({.kind = workload_ended});
  EXPECT_FALSE(watched.quiet());
  EXPECT_TRUE(watched.see({.kind = command_completed, .message = MessageId{1}}).quiet());
}

TEST(QuietWatch, waits_for_what_an_ended_saga_has_still_to_send) {
  // If this fails, a run whose network is bad ends before the saga's last command has arrived, and its order is judged
  // to hang.
  Watched watched;
  watched.see({.kind = saga_started, .process = saga}).see({.kind = outbox_added, .process = saga, .a = 2});
  watched.see({.kind = saga_ended, .process = saga});
  EXPECT_FALSE(watched.quiet());
  EXPECT_FALSE(watched.see({.kind = outbox_published, .process = saga, .a = 1}).quiet());
  EXPECT_FALSE(watched.see({.kind = outbox_published, .process = ProcessId{8}, .a = 2}).quiet()) << "another's";
  EXPECT_TRUE(watched.see({.kind = outbox_published, .process = saga, .a = 2}).quiet());
}

TEST(QuietWatch, is_not_misled_by_what_is_sent_again) {
  // If this fails, a saga that crashed and sends again is never done, or is called done too early.
  Watched watched;
  watched.see({.kind = outbox_added, .process = saga, .a = 2}).see({.kind = outbox_published, .process = saga, .a = 2});
  watched.see({.kind = outbox_published, .process = saga, .a = 2});
  EXPECT_TRUE(watched.quiet());
  EXPECT_FALSE(watched.see({.kind = outbox_added, .process = saga, .a = 3}).quiet());
}

TEST(QuietWatch, waits_for_consumers_and_for_those_who_are_down) {
  // If this fails, a run ends before the views have seen the last event, or while a machine is off.
  Watched watched;
  watched.see({.kind = event_appended, .a = 1, .b = 1});
  EXPECT_FALSE(watched.quiet());
  watched.see({.kind = event_published, .a = 1, .b = 1}).see({.kind = event_delivered, .peer = saga, .a = 1});
  EXPECT_FALSE(watched.quiet());
  EXPECT_TRUE(watched.see({.kind = checkpoint_saved, .process = saga, .a = 1}).quiet());
  EXPECT_FALSE(watched.see({.kind = process_crashed, .process = saga}).quiet());
  EXPECT_TRUE(watched.see({.kind = process_started, .process = saga}).quiet());
}

}  // namespace
}  // namespace crisper::sim
