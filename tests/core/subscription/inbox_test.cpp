// Inbox: what it forgets, and what it must not.
#include "core/subscription/inbox.hpp"

#include <gtest/gtest.h>

namespace crisper {
namespace {

constexpr Duration window = std::chrono::seconds(1);

LoggedEvent event_of(std::uint64_t number) {
  RecordedEvent recorded;
  recorded.id = EventId{number};
  return LoggedEvent{.offset = LogOffset{1}, .after = {}, .event = Payload::of(std::move(recorded))};
}

Inbox inbox() {
  ConsumerDesign design;
  design.inbox_window = window;
  return Inbox(design);
}

SimTime at_ms(int ms) { return sim_start + std::chrono::milliseconds(ms); }

TEST(Inbox, forgets_after_its_window_and_not_before) {
  // Wrong: a late duplicate would take its effect again, or an inbox would grow for ever.
  Inbox seen = inbox();
  seen.remember(event_of(7), at_ms(0));
  seen.forget_old(at_ms(1000));
  EXPECT_TRUE(seen.knows(EventId{7}));
  seen.forget_old(at_ms(1001));
  EXPECT_FALSE(seen.knows(EventId{7}));
}

TEST(Inbox, counts_the_window_from_the_last_coming) {
  // Wrong: what has just come again would be forgotten with its first coming, and the third would count as new.
  Inbox seen = inbox();
  seen.remember(event_of(7), at_ms(0));
  seen.remember(event_of(7), at_ms(900));
  seen.forget_old(at_ms(1500));
  EXPECT_TRUE(seen.knows(EventId{7}));
  seen.forget_old(at_ms(1901));
  EXPECT_FALSE(seen.knows(EventId{7}));
}

}  // namespace
}  // namespace crisper
